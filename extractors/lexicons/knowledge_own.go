package lexicons

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"gleaner/extractors/doc"
)

// Own are a user's rows of the knowledge base.
type Own struct {
	rows []ownRow
}

// ownRow is a row as the user writes it.
type ownRow struct {
	Name    string            `json:"name"`
	Aliases []string          `json:"aliases"`
	Type    string            `json:"type"`
	Country string            `json:"country"`
	Words   []string          `json:"words"`
	Links   map[string]string `json:"links"`
}

// neverType marks names that are never entities.
const neverType = "never"

// maxOwn bounds a user's file, in bytes.
const maxOwn = 64 << 20

// ReadOwn reads a user's rows, and names the file in errors, with the line. A
// file whose first character is "{" is JSON lines, any other CSV with a
// heading.
func ReadOwn(in io.Reader, file string) (*Own, error) {
	raw, err := io.ReadAll(io.LimitReader(in, maxOwn+1))
	if err != nil {
		return nil, fmt.Errorf("read knowledge %s: %w", file, err)
	}
	if len(raw) > maxOwn {
		return nil, fmt.Errorf("read knowledge %s: larger than %d bytes; divide it into several files", file, maxOwn)
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	own, read := new(Own), (*Own).readCSV
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) {
		read = (*Own).readJSON
	}
	if err := read(own, raw, file); err != nil {
		return nil, err
	}
	return own, nil
}

func (o *Own) readJSON(raw []byte, file string) error {
	lines := bufio.NewScanner(bytes.NewReader(raw))
	lines.Buffer(nil, 1<<20)
	line := 0
	for lines.Scan() {
		if line++; len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var r ownRow
		decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&r); err != nil {
			return fmt.Errorf("%s:%d: %w; a line is an object with name, aliases, type, country, words and links", file, line, err)
		}
		if err := o.add(r); err != nil {
			return fmt.Errorf("%s:%d: %w", file, line, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s:%d: %w", file, line+1, err)
	}
	return nil
}

var ownColumns = []string{"name", "aliases", "type", "country", "words", "links"}

func (o *Own) readCSV(raw []byte, file string) error {
	in := csv.NewReader(bytes.NewReader(raw))
	heading, err := in.Read()
	if err != nil {
		return fmt.Errorf("%s:1: %w; the first line is name,aliases,type,links", file, err)
	}
	for i, column := range heading {
		heading[i] = strings.ToLower(strings.TrimSpace(column))
		if !slices.Contains(ownColumns, heading[i]) {
			return fmt.Errorf("%s:1: unknown column %q; the columns are %s", file, column, strings.Join(ownColumns, ", "))
		}
	}
	if !slices.Contains(heading, "name") || !slices.Contains(heading, "type") {
		return fmt.Errorf("%s:1: the columns name and type are needed", file)
	}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		line, _ := in.FieldPos(0)
		r, err := rowOf(heading, cells)
		if err == nil {
			err = o.add(r)
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", file, line, err)
		}
	}
}

// rowOf reads the cells of a line; lists are separated by semicolons.
func rowOf(heading, cells []string) (ownRow, error) {
	var r ownRow
	for i, column := range heading {
		cell := strings.TrimSpace(cells[i])
		switch column {
		case "name":
			r.Name = cell
		case "aliases":
			r.Aliases = listOf(cell)
		case "type":
			r.Type = cell
		case "country":
			r.Country = cell
		case "words":
			r.Words = listOf(cell)
		case "links":
			r.Links = map[string]string{}
			for _, link := range listOf(cell) {
				scheme, id, ok := strings.Cut(link, "=")
				if !ok {
					return r, fmt.Errorf("link %q is not scheme=id", link)
				}
				r.Links[strings.TrimSpace(scheme)] = strings.TrimSpace(id)
			}
		}
	}
	return r, nil
}

func listOf(cell string) []string {
	var out []string
	for part := range strings.SplitSeq(cell, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (o *Own) add(r ownRow) error {
	if normal(r.Name) == "" {
		return errors.New("name is empty")
	}
	if r.Type == neverType {
		o.rows = append(o.rows, r)
		return nil
	}
	if kindOf(r.Type) == doc.NoKind {
		return fmt.Errorf("type %q is unknown: use organization, person, gpe, location, product or never", r.Type)
	}
	for scheme, id := range r.Links {
		if scheme == "" || id == "" {
			return fmt.Errorf("link %q=%q is empty", scheme, id)
		}
	}
	o.rows = append(o.rows, r)
	return nil
}

func kindOf(name string) doc.Kind {
	for k := doc.NoKind; k < doc.NumKinds; k++ {
		if k.Named() && k.String() == name {
			return k
		}
	}
	return doc.NoKind
}

// With returns the knowledge base with a user's rows, which outrank the others.
func (k *Knowledge) With(own ...*Own) *Knowledge {
	with := *k
	with.own, with.never = map[string][]Row{}, map[string]bool{}
	for _, o := range own {
		for _, r := range o.rows {
			with.include(&r)
		}
	}
	return &with
}

func (k *Knowledge) include(r *ownRow) {
	if r.Type == neverType {
		for _, name := range append([]string{r.Name}, r.Aliases...) {
			k.never[normal(name)] = true
		}
		return
	}
	row := Row{ID: ownID(r), Kind: kindOf(r.Type), Rank: Listed, Country: strings.ToUpper(r.Country), Words: strings.ToLower(strings.Join(r.Words, " ")), Origin: origins[fromUser]}
	for scheme, id := range r.Links {
		row.Links = append(row.Links, doc.Link{Scheme: scheme, ID: id})
	}
	slices.SortFunc(row.Links, func(a, b doc.Link) int { return strings.Compare(a.Scheme, b.Scheme) })
	for _, name := range append([]string{r.Name}, r.Aliases...) {
		k.own[normal(name)] = append(k.own[normal(name)], row)
		k.longest = max(k.longest, len(strings.Fields(name))+2)
	}
}

// ownID is the first link by scheme, else the name.
func ownID(r *ownRow) string {
	best := ""
	for scheme := range r.Links {
		if best == "" || scheme < best {
			best = scheme
		}
	}
	if best != "" {
		return r.Links[best]
	}
	return "own-" + strings.Join(strings.Fields(strings.ToLower(r.Name)), "-")
}

// Never says whether the user wants the name never to be an entity.
func (k *Knowledge) Never(name string) bool { return len(k.never) > 0 && k.never[normal(name)] }

// Longest is how many tokens the user's longest name may have, 0 when there is
// none.
func (k *Knowledge) Longest() int { return k.longest }

// Own returns the user's row that goes by exactly this name.
func (k *Knowledge) Own(name string) (r Row, ok bool) {
	rows := k.own[normal(name)]
	if len(rows) == 0 {
		return Row{}, false
	}
	return rows[0], true
}
