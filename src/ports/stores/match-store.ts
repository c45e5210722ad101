import type { Complaint } from '../../domain/complaint/complaint.js';
import type { ComplaintId, ComplaintState } from '../../domain/complaint/facts.js';
import type { Viewer } from '../../domain/complaint/permissions.js';
import type { Candidate } from '../../domain/matching/rank-similar.js';

/**
 * Finds complaints that have something in common. Their exact keys are a field of the complaint, written by
 * each commit. The stems of their words stand in an index beside the complaints, which is written after the
 * commit: the store notes with each commit what is to be indexed anew, in the same atomic write. All methods
 * may throw `STORE_UNAVAILABLE`.
 */
export interface MatchStore {
  /**
   * The complaints with one of these keys, newest first, each once, whoever may see them: what a person is
   * shown the caller decides. What cannot be read is left out. By index.
   */
  findByKeys(query: KeyQuery): Promise<readonly Complaint[]>;
  /**
   * The complaints of a team with one of these stems that the viewer may see and that are in one of the states:
   * those of the rarest stem first, of each stem the newest first, each once. It reads no more than
   * {@link MOST_CANDIDATES} entries of the index, those of the rarest stems, so it may leave out complaints
   * that have only common ones. A complaint without an `audience` is found once that is filled in. By index.
   */
  findSimilar(query: SimilarQuery): Promise<readonly Candidate[]>;
  /**
   * Complaints whose words or team the index does not know yet, or that ended or were reopened since, those
   * included that cannot be read. Those that a commit changed come first, then those of releases without an
   * index. By index.
   */
  findUnindexed(limit: number): Promise<readonly Unindexed[]>;
  /**
   * True while the keys and words of complaints that an earlier release stored are filled in: until then both
   * searches may miss some of these. Also if one of them cannot be read. By index.
   */
  isFilling(): Promise<boolean>;
  /**
   * Writes entries of the index, each if the complaint still has this version: false where it has moved on or
   * there is none. An entry replaces the one before, and the complaint is no longer unindexed: both or neither.
   * Leaves the complaint as it is. Give it few at once: on the embedded file it is one transaction.
   */
  index(entries: readonly IndexEntry[]): Promise<readonly boolean[]>;
}

/** So many entries of the index a search for similar complaints reads at most. */
export const MOST_CANDIDATES = 2000;

/** Which complaints of a complainant to find. */
export interface KeyQuery {
  /** See `toMatchKeys`. */
  readonly keys: readonly string[];
  readonly states: readonly ComplaintState[];
  readonly limit: number;
}

/** Which similar complaints to find. */
export interface SimilarQuery {
  /** See `toStems`. */
  readonly stems: readonly string[];
  readonly team: string;
  /** Recorded then or later, business time, ms UTC. */
  readonly since: number;
  readonly viewer: Viewer;
  readonly states: readonly ComplaintState[];
  /** Reads no more entries than this; {@link MOST_CANDIDATES} at most. */
  readonly limit: number;
}

/** A complaint that the index does not know as it is. */
export interface Unindexed {
  readonly id: ComplaintId;
  /** A release without an index stored it, and no commit has changed its words or team since. */
  readonly isOld: boolean;
}

/** The words of a complaint, for the index. */
export interface IndexEntry {
  readonly id: ComplaintId;
  /** The version of the complaint that they were read from. */
  readonly version: number;
  readonly team: string;
  readonly filedAt: number;
  readonly stems: readonly string[];
}
