package linear

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"strings"
	"testing"
)

// learned returns a trainer that has seen which of three letters a word holds.
func learned(t testing.TB) *Trainer { return learnedOf(t, "a", "b", "c") }

// learnedOf is learned with more labels than are ever right, so that rows no
// longer fit into their slots.
func learnedOf(t testing.TB, labels ...string) *Trainer {
	t.Helper()
	trainer, err := NewTrainer(labels)
	if err != nil {
		t.Fatal(err)
	}
	random := NewRandom(1)
	for range 2000 {
		word, label := sample(random)
		var scores Scores
		features := letters(word)
		trainer.Score(features, &scores)
		trainer.Step()
		if got := scores.Best(3); got != label {
			trainer.Update(features, label, 1)
			trainer.Update(features, got, -1)
		}
	}
	return trainer
}

func sample(random *Random) (word string, label int) {
	label = random.Intn(3)
	b := []byte("zzzzzzz")
	for i := range b {
		b[i] = byte('d' + random.Intn(20))
	}
	b[random.Intn(len(b))] = byte('a' + label)
	return string(b), label
}

func letters(word string) []Feature {
	features := []Feature{Bias(1)}
	for i := range word {
		features = append(features, One(2, uint64(word[i])), Two(3, uint64(i), uint64(word[i])))
	}
	return features
}

func TestModelAgreesWithTrainer(t *testing.T) {
	for _, labels := range [][]string{{"a", "b", "c"}, {"a", "b", "c", "d", "e", "f"}} {
		model := learnedOf(t, labels...).Model(Packing{})
		if right := agreed(model); right < 490 {
			t.Errorf("%d labels: %d of 500 right after quantization, want nearly all", len(labels), right)
		}
		again, err := Open(model.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if agreed(again) != agreed(model) {
			t.Errorf("%d labels: an opened model answers differently", len(labels))
		}
	}
}

// agreed counts the right answers to 500 words.
func agreed(model *Model) (right int) {
	random := NewRandom(2)
	for range 500 {
		word, label := sample(random)
		var scores Scores
		model.Score(letters(word), &scores)
		if scores.Best(3) == label {
			right++
		}
	}
	return right
}

func TestPackingDropsWeights(t *testing.T) {
	trainer := learned(t)
	whole := trainer.Model(Packing{}).Size()
	for name, p := range map[string]Packing{"updates": {MinUpdates: 3}, "weight": {MinWeight: 0.5}} {
		if n := trainer.Model(p).Size(); n >= whole || n == 0 {
			t.Errorf("%s: %d features of %d kept", name, n, whole)
		}
	}
}

func TestEncodeIsStable(t *testing.T) {
	first, second := learned(t).Model(Packing{}).Encode(), learned(t).Model(Packing{}).Encode()
	if !bytes.Equal(first, second) {
		t.Error("the same training gave different bytes")
	}
	opened, err := Open(first)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(opened.Encode(), first) {
		t.Error("open and encode changed the bytes")
	}
}

func TestOpenRefuses(t *testing.T) {
	file := learned(t).Model(Packing{}).Encode()
	flipped := bytes.Clone(file)
	flipped[len(flipped)/2] ^= 1
	newer := bytes.Clone(file)
	newer[len(magic)]++
	cases := map[string]struct {
		file []byte
		want error
	}{
		"empty":     {nil, ErrNotModel},
		"other":     {[]byte("GIF89a and more"), ErrNotModel},
		"version":   {newer, ErrVersion},
		"cut":       {file[:len(file)-9], ErrDamaged},
		"flipped":   {flipped, ErrDamaged},
		"magic":     {file[:5], ErrDamaged},
		"structure": {signed(file[:40]), ErrDamaged},
		"tail":      {signed(append(bytes.Clone(file[:len(file)-4]), 0)), ErrDamaged},
	}
	for name, c := range cases {
		if _, err := Open(c.file); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

// signed appends the right checksum.
func signed(body []byte) []byte {
	return binary.LittleEndian.AppendUint32(bytes.Clone(body), crc32.Checksum(body, crcTable))
}

func TestEmptyModelScoresNothing(t *testing.T) {
	trainer, err := NewTrainer([]string{"x", "y"})
	if err != nil {
		t.Fatal(err)
	}
	model, err := Open(trainer.Model(Packing{}).Encode())
	if err != nil {
		t.Fatal(err)
	}
	scores := Scores{7, 7}
	model.Score(letters("abc"), &scores)
	if scores[0] != 0 || scores[1] != 0 {
		t.Errorf("scores %v, want zeros", scores[:2])
	}
}

func TestTrainerRefusesLabels(t *testing.T) {
	for _, n := range []int{0, MaxLabels + 1} {
		if _, err := NewTrainer(make([]string, n)); err == nil {
			t.Errorf("%d labels accepted", n)
		}
	}
}

func TestDump(t *testing.T) {
	trainer, err := NewTrainer([]string{"x", "y"})
	if err != nil {
		t.Fatal(err)
	}
	trainer.Update([]Feature{Feature(0xabcd1234 << 32)}, 1, 2)
	trainer.Step()
	var out strings.Builder
	if err := trainer.Model(Packing{}).Dump(&out); err != nil {
		t.Fatal(err)
	}
	if want := "# 2 labels, 1 features\nabcd1234\ty\t2.0000\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestScoreDoesNotAllocate(t *testing.T) {
	model := learned(t).Model(Packing{})
	features := letters("abcdefg")
	var scores Scores
	if n := testing.AllocsPerRun(100, func() { model.Score(features, &scores) }); n != 0 {
		t.Errorf("%v allocations a call", n)
	}
}

func FuzzOpen(f *testing.F) {
	file := learned(f).Model(Packing{}).Encode()
	f.Add(file[:len(file)-4])
	f.Add([]byte(magic + "\x01\x01\x01x"))
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := Open(signed(body))
		if err != nil {
			return
		}
		var scores Scores
		m.Score(letters("whatever"), &scores)
		if _, err := Open(m.Encode()); err != nil {
			t.Errorf("encode of an opened model: %v", err)
		}
	})
}

func BenchmarkScore(b *testing.B) {
	model := learned(b).Model(Packing{})
	features := letters("abcdefg")
	var scores Scores
	b.ReportAllocs()
	for b.Loop() {
		model.Score(features, &scores)
	}
}

// TestOpenLists reads the version of the format that lists the labels of rows.
func TestOpenLists(t *testing.T) {
	for _, labels := range [][]string{{"a", "b", "c"}, {"a", "b", "c", "d", "e", "f"}} {
		model := learnedOf(t, labels...).Model(Packing{})
		old, err := Open(encodeLists(model))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(old.Encode(), model.Encode()) {
			t.Errorf("%d labels: a model of lists is another than one of sets", len(labels))
		}
	}
}

// encodeLists is Encode as it once was.
func encodeLists(m *Model) []byte {
	file := m.Encode()
	r := &reader{rest: file[len(magic)+1 : len(file)-4]}
	r.labels()
	r.uint64()
	keys := r.keys(int(r.uvarint()))
	of := r.labelSets(uint64(len(keys)), len(m.labels))
	out := slices.Clone(file[:len(file)-4-len(r.rest)-len(of.sets)])
	out[len(magic)] = listsVersion
	for _, n := range of.counts {
		out = append(out, byte(n-1))
	}
	for i := range keys {
		out = append(out, of.list(i)...)
	}
	out = append(out, r.rest...)
	return binary.LittleEndian.AppendUint32(out, crc32.Checksum(out, crcTable))
}

func TestShortUvarint(t *testing.T) {
	for bit := range 64 {
		for _, x := range []uint64{1<<bit - 1, 1 << bit, 1<<bit + 1} {
			whole := binary.AppendUvarint(nil, x)
			for _, b := range [][]byte{whole, append(slices.Clone(whole), 0xff, 0, 0xff, 1), whole[:len(whole)-1]} {
				got, n := shortUvarint(b)
				if want, size := binary.Uvarint(b); got != want || n != size {
					t.Errorf("%x gives %d in %d bytes, want %d in %d", b, got, n, want, size)
				}
			}
		}
	}
}

// TestOpenSetsBeyond: a set with a label that the model has not, and a weight of
// 0, are told.
func TestOpenSetsBeyond(t *testing.T) {
	labels := []string{"a", "b", "c", "d", "e", "f"}
	whole := learnedOf(t, labels...).Model(Packing{}).Encode()
	r := &reader{rest: whole[len(magic)+1 : len(whole)-4]}
	r.labels()
	r.uint64()
	keys := r.keys(int(r.uvarint()))
	sets := len(whole) - 4 - len(r.rest)
	for name, change := range map[string]func(file []byte){
		"a label beyond": func(file []byte) { file[sets] |= 1 << 7 },
		"no label":       func(file []byte) { file[sets] = 0 },
		"a weight of 0":  func(file []byte) { file[sets+len(keys)] = 0 },
	} {
		file := slices.Clone(whole[:len(whole)-4])
		change(file)
		if _, err := Open(binary.LittleEndian.AppendUint32(file, crc32.Checksum(file, crcTable))); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %v, want ErrDamaged", name, err)
		}
	}
}
