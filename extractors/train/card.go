package train

import (
	"math"

	"gleaner/extractors/models"
	"gleaner/extractors/treebank"
)

var treebankOrigins = []models.Origin{
	{Source: "Universal Dependencies English EWT", Split: "train", Licence: "CC BY-SA 4.0"},
	{Source: "Universal Dependencies English GUM, genres news, interview, bio, speech, voyage", Split: "train", Licence: "CC BY-SA 4.0"},
}

type devPart struct {
	name      string
	documents []treebank.Document
}

// dev are the parts that models are measured on.
func (t *Treebanks) dev() []devPart {
	return []devPart{{"EWT dev", t.DevEWT}, {"GUM dev, clean genres", t.DevGUM}}
}

// rounded keeps four decimals.
func rounded(x float64) float64 { return math.Round(x*1e4) / 1e4 }
