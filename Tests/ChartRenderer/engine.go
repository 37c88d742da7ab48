package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"gopkg.in/yaml.v2"
)

// Deeper nesting of `include` is taken for an endless one, as by Helm.
const maximumIncludes = 1000

// render executes all templates of the chart; partials are left out of the answer.
func (c *chart) render(top map[string]interface{}) (map[string]string, error) {
	root := template.New("gotpl").Option("missingkey=zero")
	root.Funcs(functions(root))
	names := make([]string, 0, len(c.templates))
	for name := range c.templates {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if _, err := root.New(name).Parse(c.templates[name]); err != nil {
			return nil, err
		}
	}
	rendered := map[string]string{}
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		scope := map[string]interface{}{}
		for key, value := range top {
			scope[key] = value
		}
		scope["Template"] = map[string]interface{}{
			"Name": name, "BasePath": c.name + "/templates",
		}
		var text strings.Builder
		if err := root.ExecuteTemplate(&text, name, scope); err != nil {
			return nil, err
		}
		// Go writes this for what is not there; Helm takes it away.
		rendered[name] = strings.ReplaceAll(text.String(), "<no value>", "")
	}
	return rendered, nil
}

func functions(root *template.Template) template.FuncMap {
	all := sprig.TxtFuncMap()
	delete(all, "env")
	delete(all, "expandenv")
	depth := map[string]int{}
	all["include"] = func(name string, data interface{}) (string, error) {
		if depth[name] > maximumIncludes {
			return "", fmt.Errorf("%q includes itself without an end", name)
		}
		depth[name]++
		defer func() { depth[name]-- }()
		var text strings.Builder
		err := root.ExecuteTemplate(&text, name, data)
		return text.String(), err
	}
	all["tpl"] = func(text string, data interface{}) (string, error) {
		copied, err := root.Clone()
		if err != nil {
			return "", err
		}
		copied.Funcs(functions(copied))
		parsed, err := copied.New("tpl").Parse(text)
		if err != nil {
			return "", err
		}
		var result strings.Builder
		err = parsed.Execute(&result, data)
		return strings.ReplaceAll(result.String(), "<no value>", ""), err
	}
	all["required"] = func(message string, value interface{}) (interface{}, error) {
		if value == nil || value == "" {
			return nil, fmt.Errorf("%s", message)
		}
		return value, nil
	}
	// Without a cluster there is nothing to be found.
	all["lookup"] = func(string, string, string, string) map[string]interface{} {
		return map[string]interface{}{}
	}
	all["toYaml"] = toYAML
	all["toJson"] = toJSON
	all["fromYaml"] = func(text string) map[string]interface{} {
		value, err := readYAML([]byte(text))
		if err != nil {
			return map[string]interface{}{"Error": err.Error()}
		}
		return value
	}
	all["fromYamlArray"] = func(text string) []interface{} {
		var value []interface{}
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			return []interface{}{err.Error()}
		}
		plain, _ := withTextKeys(value).([]interface{})
		return plain
	}
	all["fromJson"] = func(text string) map[string]interface{} {
		value := map[string]interface{}{}
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			value["Error"] = err.Error()
		}
		return value
	}
	return all
}

func toYAML(value interface{}) string {
	// Through JSON, so that the names of fields are those of JSON and keys are sorted.
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	var plain interface{}
	if err := yaml.Unmarshal(text, &plain); err != nil {
		return ""
	}
	result, err := yaml.Marshal(plain)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(result), "\n")
}

func toJSON(value interface{}) string {
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}

func readYAMLFile(name string) (map[string]interface{}, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	value, err := readYAML(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return value, nil
}

func readYAML(text []byte) (map[string]interface{}, error) {
	var value map[interface{}]interface{}
	if err := yaml.UnmarshalStrict(text, &value); err != nil {
		return nil, err
	}
	plain, ok := withTextKeys(value).(map[string]interface{})
	if !ok {
		plain = map[string]interface{}{}
	}
	return plain, nil
}

// withTextKeys makes what the YAML reader gives into what JSON knows. Numbers become floats as in
// Helm, which reads values through JSON.
func withTextKeys(value interface{}) interface{} {
	switch value := value.(type) {
	case map[interface{}]interface{}:
		plain := make(map[string]interface{}, len(value))
		for key, element := range value {
			plain[fmt.Sprint(key)] = withTextKeys(element)
		}
		return plain
	case []interface{}:
		plain := make([]interface{}, len(value))
		for index, element := range value {
			plain[index] = withTextKeys(element)
		}
		return plain
	case int:
		return float64(value)
	case int64:
		return float64(value)
	default:
		return value
	}
}

// merge lays given values over the chart's: mappings are merged, null takes a key away.
func merge(base, given map[string]interface{}) map[string]interface{} {
	merged := make(map[string]interface{}, len(base))
	for key, value := range base {
		merged[key] = value
	}
	for key, value := range given {
		if value == nil {
			delete(merged, key)
			continue
		}
		inner, isMapping := value.(map[string]interface{})
		below, wasMapping := merged[key].(map[string]interface{})
		if isMapping && wasMapping {
			merged[key] = merge(below, inner)
		} else {
			merged[key] = value
		}
	}
	return merged
}
