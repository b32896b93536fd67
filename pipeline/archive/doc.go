// Package archive reads articles from files and writes extractions as JSON
// lines. Files are read one at a time and an article at a time; memory is
// bounded by schemas.MaxArticleBytes per article in hand.
package archive
