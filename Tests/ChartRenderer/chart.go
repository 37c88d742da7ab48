package main

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
)

// chart is what lies in the folder of a chart. Subcharts are no part of it.
type chart struct {
	name      string
	metadata  map[string]interface{}
	values    map[string]interface{}
	templates map[string]string // by `CHART/templates/FILE`
	files     files
}

func loadChart(folder string) (*chart, error) {
	head, err := readYAMLFile(filepath.Join(folder, "Chart.yaml"))
	if err != nil {
		return nil, err
	}
	values, err := readYAMLFile(filepath.Join(folder, "values.yaml"))
	if err != nil {
		return nil, err
	}
	name, _ := head["name"].(string)
	place, err := filepath.Abs(folder)
	if err != nil || name != filepath.Base(place) {
		return nil, fmt.Errorf("the chart's name %q is not that of its folder", name)
	}
	if head["apiVersion"] != "v2" || head["version"] == nil {
		return nil, fmt.Errorf("Chart.yaml needs apiVersion v2 and a version")
	}
	// In templates the fields of Chart.yaml are those of a Go struct.
	metadata := map[string]interface{}{"IsRoot": true}
	for key, value := range head {
		metadata[strings.ToUpper(key[:1])+key[1:]] = value
	}
	loaded := &chart{
		name: name, metadata: metadata, values: values,
		templates: map[string]string{}, files: files{},
	}
	err = filepath.WalkDir(folder, func(place string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(place)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(folder, place)
		if err != nil {
			return err
		}
		switch {
		case strings.HasPrefix(relative, "templates/"):
			loaded.templates[name+"/"+relative] = string(content)
		case relative == "Chart.yaml", strings.HasPrefix(relative, "values."):
			// Helm leaves these out of `.Files` as well.
		default:
			loaded.files[relative] = content
		}
		return nil
	})
	return loaded, err
}

// files is `.Files`: what lies in the chart and is no template.
type files map[string][]byte

func (f files) Get(name string) string      { return string(f[name]) }
func (f files) GetBytes(name string) []byte { return f[name] }

func (f files) Lines(name string) []string {
	if len(f[name]) == 0 {
		return []string{}
	}
	return strings.Split(strings.TrimSuffix(string(f[name]), "\n"), "\n")
}

func (f files) Glob(pattern string) files {
	found := files{}
	for name, content := range f {
		if ok, _ := path.Match(pattern, name); ok {
			found[name] = content
		}
	}
	return found
}

func (f files) AsConfig() string {
	texts := map[string]string{}
	for name, content := range f {
		texts[path.Base(name)] = string(content)
	}
	return toYAML(texts)
}

func (f files) AsSecrets() string {
	texts := map[string]string{}
	for name, content := range f {
		texts[path.Base(name)] = base64.StdEncoding.EncodeToString(content)
	}
	return toYAML(texts)
}

// kubeVersion is `.Capabilities.KubeVersion`.
type kubeVersion struct{ Version, Major, Minor string }

func (k kubeVersion) String() string     { return k.Version }
func (k kubeVersion) GitVersion() string { return k.Version }

// versionSet is `.Capabilities.APIVersions`.
type versionSet []string

func (v versionSet) Has(name string) bool {
	for _, known := range v {
		if known == name {
			return true
		}
	}
	return false
}

type capabilities struct {
	KubeVersion kubeVersion
	APIVersions versionSet
	HelmVersion map[string]string
}

func newCapabilities(version string, additional []string) (*capabilities, error) {
	parts := strings.Split(strings.TrimPrefix(version, "v"), ".")
	if len(parts) < 2 {
		return nil, fmt.Errorf("%q is no version of Kubernetes", version)
	}
	known := versionSet{
		"v1", "apps/v1", "batch/v1", "policy/v1", "autoscaling/v2", "networking.k8s.io/v1",
		"rbac.authorization.k8s.io/v1", "admissionregistration.k8s.io/v1",
	}
	known = append(known, additional...)
	sort.Strings(known)
	return &capabilities{
		KubeVersion: kubeVersion{
			Version: "v" + strings.TrimPrefix(version, "v"), Major: parts[0], Minor: parts[1],
		},
		APIVersions: known,
		HelmVersion: map[string]string{"Version": "v4.2.4"},
	}, nil
}
