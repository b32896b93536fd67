// Package linear holds the linear models that the stages share: features are
// hashes, a model maps each feature to a few label weights, and an example's
// score for a label is the sum over its features. The package knows labels and
// numbers; what a feature means is the business of the stage that makes it.
//
// A stage computes []Feature and asks a Scorer. While learning that is a
// Trainer (exact weights, averaged perceptron), afterwards a Model (pruned,
// quantized, flat), so that the same decoding code serves both.
package linear

import "math/bits"

// Feature is a hash of a template number and the values that fill it. Equal
// inputs give equal features, on every machine.
type Feature uint64

// Odd constants with well-spread bits (digits of pi).
const (
	seed0 = 0x243f6a8885a308d3
	seed1 = 0x13198a2e03707345
	seed2 = 0xa4093822299f31d1
	seed3 = 0x082efa98ec4e6c89
)

// fold multiplies to 128 bits and mixes the halves.
func fold(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}

// Bias is the feature of the template alone.
func Bias(template uint64) Feature { return One(template, 0) }

// One is the feature of a template with one value.
func One(template, a uint64) Feature {
	return Feature(fold(a^seed0, template*seed1^seed2))
}

// Two is the feature of a template with two values, in order.
func Two(template, a, b uint64) Feature {
	return Feature(fold(fold(a^seed0, b^seed3), template*seed1^seed2))
}

// Three is the feature of a template with three values, in order.
func Three(template, a, b, c uint64) Feature {
	return Feature(fold(fold(fold(a^seed0, b^seed3), c^seed1), template*seed1^seed2))
}

// Four is the feature of a template with four values, in order.
func Four(template, a, b, c, d uint64) Feature {
	return Feature(fold(fold(a^seed0, b^seed3)^fold(c^seed1, d^seed2), template*seed1^seed2))
}

// String hashes a string to a value for features, without allocating. The
// empty string has a value too.
func String(s string) uint64 {
	h := uint64(len(s)) * seed1
	for len(s) >= 8 {
		h = fold(h^eight(s), seed0)
		s = s[8:]
	}
	if len(s) >= 4 {
		h = fold(h^four(s), seed2)
		s = s[4:]
	}
	var tail uint64
	for i := 0; i < len(s); i++ {
		tail = tail<<8 | uint64(s[i])
	}
	return fold(h^tail, seed3)
}

func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func four(s string) uint64 {
	_ = s[3]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24
}
