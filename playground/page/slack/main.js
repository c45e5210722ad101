import { startShell } from '../frame/shell.js';
import { world } from './world.js';

void startShell(world);
