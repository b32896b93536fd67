package eval

import (
	"encoding/json"
	"strconv"
)

// PRF counts what was found, what was too much and what was missed.
type PRF struct{ TP, FP, FN int }

// Add adds the counts of o.
func (c *PRF) Add(o PRF) {
	c.TP += o.TP
	c.FP += o.FP
	c.FN += o.FN
}

// Precision is the share of the found that is right, 0 when nothing was found.
func (c PRF) Precision() float64 { return ratio(c.TP, c.TP+c.FP) }

// Recall is the share of the wanted that was found, 0 when nothing was wanted.
func (c PRF) Recall() float64 { return ratio(c.TP, c.TP+c.FN) }

// F1 is the harmonic mean of precision and recall.
func (c PRF) F1() float64 {
	p, r := c.Precision(), c.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// MarshalJSON writes the figures rounded to three places, with the number of
// wanted and found.
func (c PRF) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		P    float64 `json:"p"`
		R    float64 `json:"r"`
		F    float64 `json:"f"`
		Gold int     `json:"gold"`
		Pred int     `json:"pred"`
	}{round3(c.Precision()), round3(c.Recall()), round3(c.F1()), c.TP + c.FN, c.TP + c.FP})
}

// Accuracy counts right answers among N.
type Accuracy struct{ Right, N int }

// Value is the share of right answers, 0 when there was none to give.
func (a Accuracy) Value() float64 { return ratio(a.Right, a.N) }

// MarshalJSON writes the share rounded to three places, null when N is 0.
func (a Accuracy) MarshalJSON() ([]byte, error) {
	var share *float64
	if a.N > 0 {
		v := round3(a.Value())
		share = &v
	}
	return json.Marshal(struct {
		Accuracy *float64 `json:"accuracy"`
		N        int      `json:"n"`
	}{share, a.N})
}

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// round3 rounds the exact binary value to three decimals, halves to even.
func round3(x float64) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 3, 64), 64)
	return v
}
