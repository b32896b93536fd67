package linear

import (
	"bytes"
	"errors"
	"testing"
)

func TestParts(t *testing.T) {
	want := [][]byte{[]byte("first"), {}, bytes.Repeat([]byte("x"), 300)}
	got, err := Parts(Join(want...))
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d parts, %v, want %d", len(got), err, len(want))
	}
	for i := range want {
		if !bytes.Equal(got[i], want[i]) {
			t.Errorf("part %d is %q, want %q", i, got[i], want[i])
		}
	}
	alone := []byte(magic + "...")
	if got, err := Parts(alone); err != nil || len(got) != 1 || !bytes.Equal(got[0], alone) {
		t.Errorf("a model alone gave %q, %v", got, err)
	}
	for _, damaged := range [][]byte{{0xff}, {5, 'x'}, bytes.Repeat([]byte{0xff}, 11)} {
		if _, err := Parts(damaged); !errors.Is(err, ErrDamaged) {
			t.Errorf("%x: %v, want %v", damaged, err, ErrDamaged)
		}
	}
}
