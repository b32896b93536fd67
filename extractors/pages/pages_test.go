package pages

import (
	"testing"
	"unsafe"
)

func TestMake(t *testing.T) {
	for _, n := range []int{0, 1, 1000, large/8 - 1, large / 8, large/8 + 1, 5*large/8 + 3} {
		table := Make[uint64](n)
		if len(table) != n {
			t.Fatalf("%d places, want %d", len(table), n)
		}
		for i, x := range table {
			if x != 0 {
				t.Fatalf("place %d of %d holds %d", i, n, x)
			}
			table[i] = uint64(i)
		}
		if n*8 < large {
			continue
		}
		if past := uintptr(unsafe.Pointer(&table[0])) % large; past != 0 {
			t.Errorf("%d places begin %d bytes behind the start of a page", n, past)
		}
		if cap(table) != n {
			t.Errorf("room for %d places, want %d: what comes behind is not in the pages", cap(table), n)
		}
	}
}
