import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { toViewer } from '../../src/domain/complaint/permissions.js';
import { detailsForm } from '../../src/views/details.js';
import { createOrganisation } from '../support/domain.js';
import { toPlainText } from './plain-text.js';
import { viewContext } from './view-context.js';

/** The details of a complaint as this person opens them. */
export function openDetails(person: string, complaint: Complaint) {
  return detailsForm(viewContext(complaint), toViewer(person, createOrganisation()));
}

/** The details of a complaint as this person reads them. */
export function readDetails(person: string, complaint: Complaint): string {
  return toPlainText(openDetails(person, complaint));
}
