// Package lexicons holds the word lists that the stages look words up in:
// clusters of words, a gazetteer of names and word kinds, and identifiers of
// companies, countries and cities.
//
// Each list is one embedded file that is searched where it lies: an
// open-addressing hash table of little-endian words. Nothing is unpacked, so
// opening a list costs nothing and only the pages that are read take memory.
// The lists are immutable and safe for concurrent use; no look-up allocates.
//
// Keys are 32-bit hashes, so a word that is in no list is taken for one that
// is about once in ten thousand times; the stages use the lists as evidence,
// never as proof.
//
// The files are made by `gleaner train lexicons`; each has a card that names
// origin, licence and checksum.
package lexicons
