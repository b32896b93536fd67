package lexicons

import (
	_ "embed"
	"fmt"
)

//go:embed clusters.bin
var clustersFile string

// Clusters groups 150,000 frequent lower-case words by the company they keep:
// k-means over GloVe vectors (Pennington et al. 2014), at three grains. It is
// immutable and safe for concurrent use.
type Clusters struct{ table table }

// Cluster is where a word belongs at each grain. The grains are not nested.
type Cluster struct {
	// Of64 is below 64, Of512 below 512, Of2048 below 2048.
	Of64, Of512, Of2048 uint16
}

// LoadClusters opens the embedded clusters.
func LoadClusters() (*Clusters, error) {
	t, err := openTable(clustersFile)
	if err != nil {
		return nil, fmt.Errorf("load clusters: %w", err)
	}
	return &Clusters{t}, nil
}

// Of returns the clusters of a word in lower case.
func (c *Clusters) Of(lower string) (cluster Cluster, ok bool) {
	v, ok := c.table.find(hashWord(lower))
	return Cluster{Of64: uint16(v & 63), Of512: uint16(v >> 6 & 511), Of2048: uint16(v >> 15 & 2047)}, ok
}

// EncodeClusters makes the file that LoadClusters opens. collisions counts the
// words that were left out because their hash was taken.
func EncodeClusters(words map[string]Cluster) (file []byte, collisions int, err error) {
	entries := make(map[uint32]uint32, len(words))
	owner := make(map[uint32]string, len(words))
	for w, c := range words {
		if c.Of64 >= 64 || c.Of512 >= 512 || c.Of2048 >= 2048 {
			return nil, 0, fmt.Errorf("encode clusters: %q: cluster out of range", w)
		}
		h := hashWord(w)
		if other, taken := owner[h]; taken {
			collisions++
			w = min(w, other)
			c = words[w]
		}
		owner[h] = w
		entries[h] = uint32(c.Of64) | uint32(c.Of512)<<6 | uint32(c.Of2048)<<15
	}
	return encodeTable(entries), collisions, nil
}
