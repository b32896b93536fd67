package schemas

import (
	"bytes"
	"encoding/json"
)

// Metadata is what a sender passes along. Numbers keep all their digits, as
// json.Number: identifiers are often longer than a float64 holds.
type Metadata map[string]any

// UnmarshalJSON implements json.Unmarshaler.
func (m *Metadata) UnmarshalJSON(body []byte) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	return dec.Decode((*map[string]any)(m))
}
