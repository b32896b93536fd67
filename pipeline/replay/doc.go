// Package replay takes articles of the past through the pipeline: it keeps
// how far a job has come, so that it can be interrupted at any moment and goes
// on where it was; it counts what became of every article; it holds back when
// asked to; and it finds copies.
//
// A Job is one replay from its first article to its last, over as many runs as
// that takes. It wraps a source whose deliveries know their position, and sees
// how each is settled. What is committed is always a beginning of the archive:
// the position, the counts and the sizes of the output files belong together.
package replay
