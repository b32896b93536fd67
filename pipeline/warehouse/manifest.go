package warehouse

import (
	"context"
	"encoding/json"
	"strings"

	"gleaner/schemas"
)

// ManifestFile is the file of the warehouse that lists its files, for readers
// that cannot list a folder. With several loaders it may lag by a batch.
const ManifestFile = "manifest.json"

// manifest is what ManifestFile holds.
type manifest struct {
	Format string                    `json:"format"`
	Schema string                    `json:"schema"`
	Tables map[string][]manifestFile `json:"tables"`
}

type manifestFile struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
}

func (p *Parquet) writeManifest(ctx context.Context) error {
	p.merging.Lock()
	defer p.merging.Unlock()
	m := manifest{Format: "gleaner.warehouse", Schema: schemaVersion, Tables: map[string][]manifestFile{}}
	for _, t := range schemas.Tables() {
		m.Tables[t.Name] = []manifestFile{}
	}
	files, err := p.store.List(ctx, "")
	if err != nil {
		return err
	}
	for _, f := range files {
		table, _, _ := strings.Cut(f.Name, "/")
		if _, known := m.Tables[table]; known && strings.HasSuffix(f.Name, ".parquet") {
			m.Tables[table] = append(m.Tables[table], manifestFile{f.Name, f.Size})
		}
	}
	body, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	return p.put(ctx, ManifestFile, append(body, '\n'))
}
