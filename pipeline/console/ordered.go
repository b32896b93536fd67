package console

import (
	"cmp"
	"iter"
	"slices"
)

// ordered is a list of rows by ascending sequence, from which any may be dropped.
type ordered[T any] struct {
	slots []slot[T]
	live  int
}

type slot[T any] struct {
	sequence uint64
	row      *T // nil when it was dropped
}

// set puts a row at its sequence: in place of the one that is there, else at
// the end, where its sequence must be the greatest.
func (o *ordered[T]) set(sequence uint64, row *T) {
	if i, ok := o.find(sequence); ok {
		if o.slots[i].row == nil {
			o.live++
		}
		o.slots[i].row = row
		return
	}
	o.slots = append(o.slots, slot[T]{sequence, row})
	o.live++
}

// drop takes a row out; nothing happens when there is none.
func (o *ordered[T]) drop(sequence uint64) {
	i, ok := o.find(sequence)
	if !ok || o.slots[i].row == nil {
		return
	}
	o.slots[i].row = nil
	o.live--
	for len(o.slots) > 0 && o.slots[0].row == nil {
		o.slots = o.slots[1:]
	}
	if len(o.slots) > 2*o.live+64 {
		o.slots = slices.DeleteFunc(o.slots, func(s slot[T]) bool { return s.row == nil })
	}
}

// newest goes through the rows below a sequence, from the newest to the oldest;
// 0 is through all.
func (o *ordered[T]) newest(below uint64) iter.Seq[*T] {
	end := len(o.slots)
	if below > 0 {
		end, _ = o.find(below)
	}
	return func(yield func(*T) bool) {
		for _, s := range slices.Backward(o.slots[:end]) {
			if s.row != nil && !yield(s.row) {
				return
			}
		}
	}
}

// oldest is the first row, nil when there is none.
func (o *ordered[T]) oldest() *T {
	if len(o.slots) == 0 {
		return nil
	}
	return o.slots[0].row
}

func (o *ordered[T]) find(sequence uint64) (int, bool) {
	return slices.BinarySearchFunc(o.slots, sequence, func(s slot[T], n uint64) int { return cmp.Compare(s.sequence, n) })
}
