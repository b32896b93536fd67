// Package pages puts large tables where the processor finds them fast. A table
// of megabytes that is read here and there needs the address of another page of
// memory at nearly every look, and with pages of 4 kB these addresses are not at
// hand either. Pages of 2 MB are few enough to be.
package pages

import "unsafe"

// large is the size of a large page, in bytes, on most processors.
const large = 2 << 20

// Make returns n zeros, in large pages if they fill one and the system has
// them; they then begin with a page. It is for tables that are made once and
// stay. T must hold no pointers.
func Make[T any](n int) []T {
	size := int(unsafe.Sizeof(*new(T)))
	if n*size < large {
		return make([]T, n)
	}
	// Memory that is never touched takes room among the addresses only.
	room := make([]T, n+large/size)
	if past := int(uintptr(unsafe.Pointer(&room[0])) % large); past > 0 {
		room = room[(large-past)/size:]
	}
	room = room[:n:n]
	advise(unsafe.Slice((*byte)(unsafe.Pointer(&room[0])), n*size/large*large))
	return room
}
