package warehouse

import (
	"context"
	"errors"
)

// groups reads several files of one table, each sorted by article, as one
// sequence of articles.
type groups[R any] struct {
	k       kind[R]
	files   []file
	readers []*rowReader[R]
}

// openGroups opens files but for those with columns that this build does not
// know: it could not write them again.
func (k kind[R]) openGroups(ctx context.Context, p *Parquet, files []file) (*groups[R], error) {
	g := &groups[R]{k: k}
	for _, f := range files {
		r, err := k.openRows(ctx, p.store, f.Name)
		if err != nil {
			return nil, errors.Join(err, g.close())
		}
		if r.unknown != "" {
			p.newer.leave(p.options.Log, k.table.Name, r.unknown, f.Name)
			if err := r.close(); err != nil {
				return nil, errors.Join(err, g.close())
			}
			continue
		}
		g.files, g.readers = append(g.files, f), append(g.readers, r)
	}
	return g, nil
}

// head is the id of the next article, "" and false at the end.
func (g *groups[R]) head() (id string, more bool, err error) {
	for _, r := range g.readers {
		row, err := r.peek()
		if err != nil {
			return "", false, err
		}
		if row == nil {
			continue
		}
		if a := g.k.article(row); !more || a < id {
			id, more = a, true
		}
	}
	return id, more, nil
}

// take returns the rows of an article, in no order.
func (g *groups[R]) take(id string) ([]R, error) {
	var rows []R
	for _, r := range g.readers {
		for {
			row, err := r.peek()
			if err != nil {
				return nil, err
			}
			if row == nil || g.k.article(row) != id {
				break
			}
			rows = append(rows, *row)
			r.next()
		}
	}
	return rows, nil
}

func (g *groups[R]) producers() []string {
	var all []string
	for _, r := range g.readers {
		all = append(all, r.producers()...)
	}
	return distinct(all...)
}

func (g *groups[R]) close() error {
	var err error
	for _, r := range g.readers {
		err = errors.Join(err, r.close())
	}
	return err
}
