package warehouse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/minio/minio-go/v7"

	"gleaner/pipeline/warehouse/warehousetest"
	"gleaner/schemas"
)

// TestS3: an object store holds what every target promises. What is in the
// bucket is fetched and read by DuckDB, which has no S3 without an extension.
func TestS3(t *testing.T) {
	endpoint, client := warehousetest.S3(t, "news")
	t.Setenv("AWS_ACCESS_KEY_ID", warehousetest.S3AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", warehousetest.S3SecretKey)
	var made atomic.Int64
	testTarget(t, func(t *testing.T) harness {
		prefix := fmt.Sprintf("houses/%d", made.Add(1))
		p, err := OpenParquet(t.Context(), "s3://news/"+prefix, Options{SmallFiles: 4, S3: S3Options{Endpoint: endpoint, Region: "us-east-1"}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = p.Close(context.WithoutCancel(t.Context())) })
		return harness{target: p, query: func(t testing.TB, sql string) []string {
			return warehousetest.Column(warehousetest.DuckDB(t, fetchBucket(t, client, "news", prefix), sql), "line")
		}}
	})
	_, err := OpenParquet(t.Context(), "s3://absent/x", Options{S3: S3Options{Endpoint: endpoint, Region: "us-east-1"}})
	if err == nil || !strings.Contains(err.Error(), "make it first") {
		t.Errorf("a bucket that is missing: %v", err)
	}
}

// fetchBucket copies the warehouse to a folder and returns views for that.
func fetchBucket(t testing.TB, client *minio.Client, bucket, prefix string) (views string) {
	t.Helper()
	dir := t.TempDir()
	for object := range client.ListObjects(t.Context(), bucket, minio.ListObjectsOptions{Prefix: prefix + "/", Recursive: true}) {
		if object.Err != nil {
			t.Fatal(object.Err)
		}
		to := filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(object.Key, prefix)))
		if err := client.FGetObject(t.Context(), bucket, object.Key, to, minio.GetObjectOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	views = filepath.Join(dir, ViewsFile)
	if err := os.WriteFile(views, []byte(schemas.DuckDBViews(filepath.ToSlash(dir))), 0o644); err != nil {
		t.Fatal(err)
	}
	return views
}
