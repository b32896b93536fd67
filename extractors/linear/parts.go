package linear

import "encoding/binary"

// Join writes the parts of a file that holds more than one model, each after
// its length.
func Join(parts ...[]byte) []byte {
	var file []byte
	for _, part := range parts {
		file = binary.AppendUvarint(file, uint64(len(part)))
		file = append(file, part...)
	}
	return file
}

// Parts returns what Join put together; the parts point into the file. A file
// that is one model alone is its only part. Other bytes give ErrDamaged.
func Parts(file []byte) ([][]byte, error) {
	if len(file) >= len(magic) && string(file[:len(magic)]) == magic {
		return [][]byte{file}, nil
	}
	var parts [][]byte
	for len(file) > 0 {
		n, size := binary.Uvarint(file)
		if size <= 0 || n > uint64(len(file)-size) {
			return nil, ErrDamaged
		}
		parts = append(parts, file[size:size+int(n)])
		file = file[size+int(n):]
	}
	return parts, nil
}
