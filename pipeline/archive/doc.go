// Package archive reads articles from files and writes extractions as JSON
// lines.
//
// It reads plain text, HTML, JSON, JSON lines, CSV, Parquet and WARC, each also
// compressed or packed into tar and zip, and tells them apart on its own. Files
// are read one at a time and an article at a time: memory is bounded by
// schemas.MaxArticleBytes and not by the size of an archive. Whatever a file
// holds, reading goes on: what is damaged is a delivery that says where and
// why, and then comes the next record, member or file.
//
// A file is read in layers, each in a file of its own here: files.go walks
// folders, open.go peels compression off and finds the format, then one reader
// of entries gives article after article.
package archive
