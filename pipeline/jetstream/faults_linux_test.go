package jetstream

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// TestFaultDiskFull: the disk of the server is full; it is given room and
// started anew. It needs a small file system of its own, which takes root.
func TestFaultDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("a full disk is not tried: a small file system cannot be mounted here (%v)", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	r := trial{name: "disk of the server full, then restarted with room", articles: 300}
	first, err := StartServer(ServerConfig{StoreDir: dir, Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	port := portOf(t, first)
	c, err := Connect(t.Context(), Config{URL: first.ClientURL(), RequestTimeout: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if _, err := c.ApplyStreams(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.send(t, c)
	ballast := filepath.Join(dir, "ballast")
	filled, failed := make(chan struct{}), make(chan struct{})
	var once sync.Once
	stop := workers(t, func(int) *Client { return c }, SourceConfig{AckWait: time.Second}, func(cfg *pipeline.Config) {
		cfg.AckWait = time.Second
		cfg.Extractor = extractorFunc(func(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
			<-filled
			return stub{}.Extract(ctx, a)
		})
		cfg.Sink = &watchedSink{cfg.Sink, func(err error) {
			if err != nil {
				once.Do(func() { close(failed) })
			}
		}}
	})
	fillDisk(t, ballast)
	close(filled)
	select {
	case <-failed:
	case <-time.After(time.Minute):
		t.Fatal("writing went on with a full disk, which proves nothing")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	first.Shutdown()
	second, err := StartServer(ServerConfig{StoreDir: dir, Port: port})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(second.Shutdown)
	r.awaitRecords(t, c)
	awaitIdle(t, c)
	stop()
	r.check(t, c)
}

// fillDisk writes a file until there is no room.
func fillDisk(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, size := range []int{1 << 20, 4 << 10} {
		block := make([]byte, size)
		for {
			if _, err := f.Write(block); errors.Is(err, syscall.ENOSPC) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
}
