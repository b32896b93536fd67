package linear

import (
	"bufio"
	"fmt"
	"io"
)

// Dump writes the model as text, one weight a line: the key of the feature in
// hexadecimal, the label, the weight. Keys ascend.
func (m *Model) Dump(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# %d labels, %d features\n", len(m.labels), m.size)
	for key, row := range m.all() {
		for _, e := range row {
			fmt.Fprintf(out, "%08x\t%s\t%.4f\n", key, m.labels[e.label()], float64(e.weight())*m.unit)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("dump model: %w", err)
	}
	return nil
}
