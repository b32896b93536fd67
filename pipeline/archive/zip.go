package archive

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
)

// zipped reads the articles of the files in a zip, in their order. Of a WACZ
// (https://specs.webrecorder.net/wacz) it reads the WARCs; indexes, lists of
// pages and screenshots hold no article.
type zipped struct {
	f     *file
	files []*zip.File
	layer int
	wacz  bool
	members
}

func newZip(f *file, layer int) (entries, error) {
	z, err := zip.NewReader(f.os, f.size)
	if err != nil {
		return nil, fmt.Errorf("zip: %w", err)
	}
	a := &zipped{f: f, files: z.File, layer: layer}
	for _, member := range z.File {
		a.wacz = a.wacz || member.Name == "datapackage.json"
	}
	a.members = members{f: f, open: a.openNext, closers: len(f.closers)}
	return a, nil
}

func (a *zipped) openNext() (string, entries, error) {
	for len(a.files) > 0 {
		member := a.files[0]
		a.files = a.files[1:]
		a.f.in.n.Add(int64(member.CompressedSize64))
		switch {
		case strings.HasSuffix(member.Name, "/"):
			continue
		case a.wacz && !strings.HasPrefix(member.Name, "archive/"):
			continue
		case !known(member.Name):
			a.f.pass("unknown_file")
			continue
		}
		r, err := member.Open()
		if err != nil {
			return member.Name, nil, err
		}
		a.f.closers = append(a.f.closers, r)
		compressed := &counter{}
		compressed.n.Store(int64(member.CompressedSize64))
		inner, err := a.f.open(member.Name, &bounded{r: r, in: compressed}, a.layer+1)
		return member.Name, inner, err
	}
	return "", nil, io.EOF
}
