package warehouse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// S3Options tell how to reach an object store. Keys come from AWS_ACCESS_KEY_ID
// and AWS_SECRET_ACCESS_KEY, from ~/.aws/credentials, or from the role of the
// machine, the first that is there.
type S3Options struct {
	// Endpoint is the server's URL, "https://s3.example.org"; default Amazon's.
	Endpoint string
	// Region is the bucket's, where the server wants one.
	Region string
}

// bucket is a store in an S3-compatible object store. An object appears when
// all of it is there, so that nothing needs renaming.
type bucket struct {
	client       *minio.Client
	transport    *http.Transport
	name, prefix string
}

// Close ends idle connections.
func (b *bucket) Close() error {
	b.transport.CloseIdleConnections()
	return nil
}

// openBucket reaches the bucket of s3://BUCKET/PREFIX.
func openBucket(ctx context.Context, location string, o S3Options) (*bucket, error) {
	u, server, err := parseBucket(location, o)
	if err != nil {
		return nil, err
	}
	transport, err := minio.DefaultTransport(server.Scheme == "https")
	if err != nil {
		return nil, fmt.Errorf("reach object store %s: %w", server.Host, err)
	}
	client, err := minio.New(server.Host, &minio.Options{
		Transport: transport,
		Creds: credentials.NewChainCredentials([]credentials.Provider{
			&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}, &credentials.IAM{},
		}),
		Secure: server.Scheme == "https", Region: o.Region,
	})
	if err != nil {
		return nil, fmt.Errorf("reach object store %s: %w", server.Host, err)
	}
	b := &bucket{client: client, transport: transport, name: u.Host, prefix: strings.Trim(u.Path, "/")}
	there, err := client.BucketExists(ctx, b.name)
	if err != nil {
		_ = b.Close() // always nil
		return nil, s3Hint(fmt.Errorf("reach bucket %s at %s: %w", b.name, server.Host, err))
	}
	if !there {
		_ = b.Close() // always nil
		return nil, fmt.Errorf("reach bucket %s at %s: there is no such bucket (make it first)", b.name, server.Host)
	}
	return b, nil
}

// parseBucket reads s3://BUCKET/PREFIX and the URL of the server.
func parseBucket(location string, o S3Options) (bucket, server *url.URL, err error) {
	bucket, err = url.Parse(location)
	if err != nil || bucket.Host == "" {
		return nil, nil, &TargetError{err: fmt.Errorf("%q names no bucket", location)}
	}
	endpoint := cmp.Or(o.Endpoint, "https://s3.amazonaws.com")
	server, err = url.Parse(endpoint)
	if err != nil || server.Host == "" || server.Scheme != "http" && server.Scheme != "https" {
		return nil, nil, &TargetError{err: fmt.Errorf("endpoint %q is no URL such as https://s3.example.org", endpoint)}
	}
	return bucket, server, nil
}

// s3Hint adds what the operator can do.
func s3Hint(err error) error {
	var answer minio.ErrorResponse
	if errors.As(err, &answer) && (answer.StatusCode == http.StatusForbidden || answer.Code == "AccessDenied") {
		return fmt.Errorf("%w (check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that the key may list, read, write and delete in the bucket)", err)
	}
	return err
}

// Root implements store.
func (b *bucket) Root() string { return "s3://" + path.Join(b.name, b.prefix) }

func (b *bucket) key(name string) string { return path.Join(b.prefix, name) }

// Put implements store.
func (b *bucket) Put(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	_, err := b.client.PutObject(ctx, b.name, b.key(name), body, size, minio.PutObjectOptions{ContentType: contentTypeOf(name)})
	if err != nil {
		return s3Hint(fmt.Errorf("write %s/%s: %w", b.Root(), name, err))
	}
	return nil
}

func contentTypeOf(name string) string {
	switch path.Ext(name) {
	case ".parquet":
		return "application/vnd.apache.parquet"
	case ".json":
		return "application/json"
	}
	return "text/plain; charset=utf-8"
}

// List implements store.
func (b *bucket) List(ctx context.Context, prefix string) ([]file, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the listing when it is left early
	under := prefix
	if b.prefix != "" {
		under = b.prefix + "/" + prefix
	}
	var files []file
	for object := range b.client.ListObjects(ctx, b.name, minio.ListObjectsOptions{Prefix: under, Recursive: true}) {
		if object.Err != nil {
			return nil, s3Hint(fmt.Errorf("list %s: %w", b.Root(), object.Err))
		}
		name := strings.TrimPrefix(strings.TrimPrefix(object.Key, b.prefix), "/")
		files = append(files, file{name, object.Size})
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// Open implements store: the object is fetched whole, for it is read whole.
func (b *bucket) Open(ctx context.Context, name string) (reader, error) {
	object, err := b.client.GetObject(ctx, b.name, b.key(name), minio.GetObjectOptions{})
	if err != nil {
		return nil, s3Hint(fmt.Errorf("read %s/%s: %w", b.Root(), name, err))
	}
	defer object.Close()
	temp, err := os.CreateTemp("", "gleaner-object-*")
	if err != nil {
		return nil, fmt.Errorf("make a temporary file: %w", err)
	}
	fetched := &temporaryFile{File: temp}
	if fetched.size, err = io.Copy(temp, object); err != nil {
		return nil, errors.Join(s3Hint(fmt.Errorf("read %s/%s: %w", b.Root(), name, err)), fetched.Close())
	}
	return fetched, nil
}

// temporaryFile is removed when it is closed.
type temporaryFile struct {
	*os.File
	size int64
}

// Size implements reader.
func (f *temporaryFile) Size() int64 { return f.size }

// Close implements reader.
func (f *temporaryFile) Close() error { return errors.Join(f.File.Close(), os.Remove(f.Name())) }

// Remove implements store.
func (b *bucket) Remove(ctx context.Context, names ...string) error {
	for _, name := range names {
		if err := b.client.RemoveObject(ctx, b.name, b.key(name), minio.RemoveObjectOptions{}); err != nil {
			return s3Hint(fmt.Errorf("remove %s/%s: %w", b.Root(), name, err))
		}
	}
	return nil
}
