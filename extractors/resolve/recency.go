package resolve

// recency lists entities by when they were mentioned last, the latest first, so
// that an article may have any number of them: a mention costs the same.
type recency struct {
	latest int32
	// older and newer are the neighbours of each entity, none at the ends.
	older, newer []int32
}

// newRecency returns an empty list of up to n entities.
func newRecency(n int) recency {
	r := recency{latest: none, older: make([]int32, n), newer: make([]int32, n)}
	for i := range n {
		r.older[i], r.newer[i] = none, none
	}
	return r
}

// mention puts an entity first.
func (r *recency) mention(entity int32) {
	if r.latest == entity {
		return
	}
	if newer := r.newer[entity]; newer != none {
		older := r.older[entity]
		r.older[newer] = older
		if older != none {
			r.newer[older] = newer
		}
	}
	if r.latest != none {
		r.newer[r.latest] = entity
	}
	r.older[entity], r.newer[entity] = r.latest, none
	r.latest = entity
}
