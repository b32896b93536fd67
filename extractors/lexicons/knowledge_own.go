package lexicons

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"gleaner/extractors/doc"
)

// Own are a user's rows of the knowledge base.
type Own struct {
	rows []ownRow
	// isNever says of each name, in normal form, whether it is no entity.
	isNever map[string]bool
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
	first, size := utf8.DecodeRune(raw)
	switch start := bytes.TrimSpace(raw); {
	case first == utf8.RuneError && size == 1:
		return nil, fmt.Errorf("%s:1: the file is not UTF-8; save it as UTF-8", file)
	case bytes.HasPrefix(start, []byte("[")):
		return nil, fmt.Errorf("%s:1: the file is a JSON array; write one object a line, without brackets and commas around them", file)
	case bytes.HasPrefix(start, []byte("{")):
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
		err := decoder.Decode(&r)
		if err == nil && len(bytes.TrimSpace(lines.Bytes()[decoder.InputOffset():])) > 0 {
			err = errors.New("something stands behind the object")
		}
		if wrong := new(json.UnmarshalTypeError); errors.As(err, &wrong) {
			err = fmt.Errorf("%s is a %s, want %s", wrong.Field, wrong.Value, jsonNames[wrong.Type.Kind()])
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w; a line is one object with name, aliases, type, country, words and links", file, line, err)
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

// jsonNames are what JSON calls the types of a row's fields.
var jsonNames = map[reflect.Kind]string{
	reflect.String: "a string", reflect.Slice: "an array of strings", reflect.Map: "an object of strings", reflect.Struct: "an object",
}

var ownColumns = []string{"name", "aliases", "type", "country", "words", "links"}

func (o *Own) readCSV(raw []byte, file string) error {
	in := csv.NewReader(bytes.NewReader(raw))
	in.FieldsPerRecord = -1
	heading, err := readHeading(in, file)
	if err != nil {
		return err
	}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return inLine(file, err)
		}
		line, _ := in.FieldPos(0)
		if len(cells) != len(heading) {
			return fmt.Errorf("%s:%d: %d cells, but the heading has %d; a cell that holds a comma stands in quotes", file, line, len(cells), len(heading))
		}
		r, err := rowOf(heading, cells)
		if err == nil {
			err = o.add(r)
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", file, line, err)
		}
	}
}

// readHeading reads the names of the columns.
func readHeading(in *csv.Reader, file string) ([]string, error) {
	heading, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s:1: the file is empty; its first line is %s", file, strings.Join(ownColumns, ","))
	}
	if err != nil {
		return nil, inLine(file, err)
	}
	line, _ := in.FieldPos(0)
	for i, column := range heading {
		heading[i] = strings.ToLower(strings.TrimSpace(column))
		switch {
		case len(heading) == 1 && strings.ContainsAny(column, ";\t"):
			return nil, fmt.Errorf("%s:%d: the heading is %q; columns are separated by commas", file, line, column)
		case !slices.Contains(ownColumns, heading[i]):
			return nil, fmt.Errorf("%s:%d: unknown column %q; the columns are %s", file, line, column, strings.Join(ownColumns, ", "))
		case slices.Contains(heading[:i], heading[i]):
			return nil, fmt.Errorf("%s:%d: column %q stands there twice", file, line, column)
		}
	}
	if !slices.Contains(heading, "name") || !slices.Contains(heading, "type") {
		return nil, fmt.Errorf("%s:%d: the columns name and type are needed", file, line)
	}
	return heading, nil
}

// inLine puts file, line and column of a malformed CSV file in front of what is wrong.
func inLine(file string, err error) error {
	if wrong := new(csv.ParseError); errors.As(err, &wrong) {
		return fmt.Errorf("%s:%d:%d: %w", file, wrong.Line, wrong.Column, wrong.Err)
	}
	return fmt.Errorf("%s: %w", file, err)
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
				scheme = strings.TrimSpace(scheme)
				if _, twice := r.Links[scheme]; twice {
					return r, fmt.Errorf("links: scheme %q stands there twice", scheme)
				}
				if !ok {
					return r, fmt.Errorf("links: %q is not scheme=id", link)
				}
				r.Links[scheme] = strings.TrimSpace(id)
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

// maxOwnName bounds a name, in bytes: names are looked for at every word of a text.
const maxOwnName = 200

func (o *Own) add(r ownRow) error {
	for i, name := range append([]string{r.Name}, r.Aliases...) {
		column := "name"
		if i > 0 {
			column = "aliases"
		}
		switch {
		case normal(name) == "" && name == "":
			return fmt.Errorf("%s is empty", column)
		case normal(name) == "":
			return fmt.Errorf("%s: %q has no letter or digit", column, name)
		case len(name) > maxOwnName:
			return fmt.Errorf("%s: %.20q... has %d bytes, more than %d", column, name, len(name), maxOwnName)
		case !utf8.ValidString(name):
			return fmt.Errorf("%s: %q is not UTF-8; save the file as UTF-8", column, name)
		}
	}
	if r.Type != neverType && kindOf(r.Type) == doc.NoKind {
		return fmt.Errorf("type %q is unknown: use organization, person, gpe, location, product or never", r.Type)
	}
	if r.Country != "" && !isCountryCode(r.Country) {
		return fmt.Errorf("country %q is no ISO 3166 code of two letters, such as DE", r.Country)
	}
	for scheme, id := range r.Links {
		if scheme == "" || id == "" {
			return fmt.Errorf("links: %q=%q is empty", scheme, id)
		}
	}
	o.rows = append(o.rows, r)
	return o.agree(&r)
}

// agree refuses a name that one row lists and another says is none.
func (o *Own) agree(r *ownRow) error {
	if o.isNever == nil {
		o.isNever = map[string]bool{}
	}
	for _, name := range append([]string{r.Name}, r.Aliases...) {
		key := normal(name)
		if never, listed := o.isNever[key]; listed && never != (r.Type == neverType) {
			return fmt.Errorf("%q is of type never in one line and a name in another; remove it from one", name)
		}
		o.isNever[key] = r.Type == neverType
	}
	return nil
}

func isCountryCode(code string) bool {
	return len(code) == 2 && strings.Trim(strings.ToUpper(code), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
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

// Own returns the user's row that goes by exactly this name: of several, the
// first of the kind, else the first.
func (k *Knowledge) Own(name string, kind doc.Kind) (r Row, ok bool) {
	rows := k.own[normal(name)]
	if len(rows) == 0 {
		return Row{}, false
	}
	for _, r := range rows {
		if r.Kind == kind {
			return r, true
		}
	}
	return rows[0], true
}
