package neural

// weights are those of a network while it is learnt; see Network.
type weights struct {
	shape                               Shape
	slots, features, bias, out, outBias []float32
}

// join puts networks that know the same features side by side: the hidden units
// of all, weighed so that the scores are the means of theirs.
func join(runs []*weights) *weights {
	w := &weights{shape: runs[0].shape}
	h, share := w.shape.Hidden, 1/float32(len(runs))
	w.shape.Hidden *= len(runs)
	beside := func(of func(*weights) []float32) []float32 {
		rows := make([]float32, 0, len(of(runs[0]))*len(runs))
		for at := 0; at < len(of(runs[0])); at += h {
			for _, r := range runs {
				rows = append(rows, of(r)[at:at+h]...)
			}
		}
		return rows
	}
	w.slots = beside(func(r *weights) []float32 { return r.slots })
	w.features = beside(func(r *weights) []float32 { return r.features })
	w.bias = beside(func(r *weights) []float32 { return r.bias })
	w.outBias = make([]float32, w.shape.Labels)
	for _, r := range runs {
		for _, x := range r.out {
			w.out = append(w.out, x*share)
		}
		blas32.Saxpy(len(r.outBias), share, r.outBias, 1, w.outBias, 1)
	}
	return w
}

// network makes them a network whose features have these keys.
func (w *weights) network(labels []string, keys []uint32) *Network {
	n := &Network{
		shape: w.shape, labels: labels, keys: keys, found: newRowTable(keys),
		slots: w.slots, features: encode(w.features, w.shape.Hidden),
		bias: w.bias, out: w.out, outBias: w.outBias,
	}
	n.round()
	return n
}
