package console

import "net/http"

// apiPage explains the API to people.
func (c *Console) apiPage(w http.ResponseWriter, r *http.Request) error {
	c.render(w, r, http.StatusOK, "api", "API", struct{ Token bool }{c.cfg.Access.Token != ""})
	return nil
}
