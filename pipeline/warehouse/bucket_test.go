package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/minio/minio-go/v7"

	"gleaner/pipeline/warehouse/warehousetest"
)

// TestS3: an object store holds what every target promises; DuckDB reads it
// there, by the views that lie beside the files.
func TestS3(t *testing.T) {
	endpoint, client := warehousetest.S3(t, "news")
	t.Setenv("AWS_ACCESS_KEY_ID", warehousetest.S3AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", warehousetest.S3SecretKey)
	options := Options{SmallFiles: 4, S3: S3Options{Endpoint: endpoint, Region: "us-east-1"}}
	var made atomic.Int64
	open := func(t *testing.T) harness {
		prefix := fmt.Sprintf("houses/%d", made.Add(1))
		p, err := OpenParquet(t.Context(), "s3://news/"+prefix, options)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = p.Close(context.WithoutCancel(t.Context())) })
		return harness{target: p, query: func(t testing.TB, sql string) []string {
			return warehousetest.Column(warehousetest.DuckDB(t, viewsOver(t, endpoint, client, prefix), sql), "line")
		}}
	}
	testTarget(t, open)
	t.Run("compaction", func(t *testing.T) {
		h := open(t)
		load(t, h.target, chunks(history(t).records, 1)...)
		want := h.snapshot(t)
		if err := h.target.(*Parquet).Compact(t.Context(), func(Compaction) {}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, h.snapshot(t)); diff != "" {
			t.Errorf("readers see other rows after compaction (-before +after):\n%s", diff)
		}
	})
	t.Run("errors", func(t *testing.T) {
		_, err := OpenParquet(t.Context(), "s3://absent/x", options)
		if err == nil || !strings.Contains(err.Error(), "make it first") {
			t.Errorf("a bucket that is missing: %v", err)
		}
		missing := options
		missing.Existing = true
		var wrong *TargetError
		if _, err := OpenParquet(t.Context(), "s3://news/mistyped", missing); !errors.As(err, &wrong) {
			t.Errorf("a warehouse that is missing: %v", err)
		}
		for object := range client.ListObjects(t.Context(), "news", minio.ListObjectsOptions{Prefix: "mistyped", Recursive: true}) {
			t.Errorf("%s was made", object.Key)
		}
		t.Setenv("AWS_SECRET_ACCESS_KEY", "wrong")
		_, err = OpenParquet(t.Context(), "s3://news/x", options)
		if err == nil || !strings.Contains(err.Error(), "check AWS_ACCESS_KEY_ID") {
			t.Errorf("a wrong key: %v", err)
		}
	})
}

// viewsOver fetches the views of a warehouse in a bucket and returns a file that
// defines them over that bucket.
func viewsOver(t testing.TB, endpoint string, client *minio.Client, prefix string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), ViewsFile)
	if err := client.FGetObject(t.Context(), "news", prefix+"/"+ViewsFile, file, minio.GetObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	views, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append([]byte(warehousetest.DuckDBOverS3(t, endpoint)), views...), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}
