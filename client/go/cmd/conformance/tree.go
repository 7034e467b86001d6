package main

import (
	"encoding/base64"
	"encoding/json"
	"log"
	"reflect"
	"sort"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"pledge.dev"
)

// toTree gives a message as ProtoJSON, taken apart.
func toTree(message proto.Message) interface{} {
	bytes, err := protojson.Marshal(message)
	check(err)
	var tree interface{}
	check(json.Unmarshal(bytes, &tree))
	return tree
}

// plain gives a value of Go in the types that JSON has.
func plain(value interface{}) interface{} {
	bytes, err := json.Marshal(value)
	check(err)
	var tree interface{}
	check(json.Unmarshal(bytes, &tree))
	return tree
}

// codeName writes the code as the specification does: NotFound is NOT_FOUND.
func codeName(failure *pledge.Error) string {
	var name strings.Builder
	for i, letter := range failure.Code.String() {
		if i > 0 && letter >= 'A' && letter <= 'Z' {
			name.WriteByte('_')
		}
		name.WriteRune(letter)
	}
	if upper := strings.ToUpper(name.String()); upper != "CANCELED" {
		return upper
	}
	return "CANCELLED"
}

// valuesAt gives all values that a path such as messages.*.documents.0.name leads to.
func valuesAt(tree interface{}, path string) []interface{} {
	if known, ok := tree.(result); ok {
		tree = map[string]interface{}(known)
	}
	found := []interface{}{tree}
	for _, part := range strings.Split(path, ".") {
		var step []interface{}
		for _, value := range found {
			switch v := value.(type) {
			case []interface{}:
				step = append(step, elements(v, part)...)
			case map[string]interface{}:
				if inner, ok := v[part]; ok {
					step = append(step, inner)
				}
			}
		}
		found = step
	}
	return found
}

func elements(list []interface{}, part string) []interface{} {
	if part == "*" {
		return list
	}
	index := len(list) - 1
	if part != "last" {
		var err error
		index, err = strconv.Atoi(part)
		check(err)
	}
	if index < 0 || index >= len(list) {
		return nil
	}
	return list[index : index+1]
}

// substitute gives the value with the words that begin with $ replaced.
func substitute(value interface{}, letters map[string]string, saved map[string]interface{}) interface{} {
	switch v := value.(type) {
	case map[string]interface{}:
		out := map[string]interface{}{}
		for key, inner := range v {
			out[key] = substitute(inner, letters, saved)
		}
		return out
	case []interface{}:
		out := make([]interface{}, len(v))
		for i, inner := range v {
			out[i] = substitute(inner, letters, saved)
		}
		return out
	case string:
		words := strings.Split(v, ":")
		switch words[0] {
		case "$letter":
			text := strings.ReplaceAll(letters[words[1]], "{n}", words[2])
			return base64.StdEncoding.EncodeToString([]byte(text))
		case "$unit":
			return unit
		case "$saved":
			return saved[words[1]]
		}
	}
	return value
}

func holds(got result, path, relation string, wanted interface{}) bool {
	found := valuesAt(got, path)
	switch relation {
	case "is":
		if strings.Contains(path, "*") {
			return equal(found, wanted.([]interface{}))
		}
		if len(found) == 0 {
			return wanted == nil
		}
		return reflect.DeepEqual(found[0], wanted)
	case "set":
		return equal(sorted(found), sorted(wanted.([]interface{})))
	case "count":
		return len(found) == int(wanted.(float64))
	case "contains":
		return anyContains(found, wanted.(string))
	case "lacks":
		return !anyContains(found, wanted.(string))
	case "slices":
		text := valuesAt(got, wanted.(string))[0].(string)
		for _, record := range found {
			if !isSlice(record, text) {
				return false
			}
		}
		return len(found) > 0
	}
	log.Fatalf("no relation %s", relation)
	return false
}

func equal(a, b []interface{}) bool {
	return len(a) == len(b) && (len(a) == 0 || reflect.DeepEqual(a, b))
}

func sorted(list []interface{}) []interface{} {
	out := append([]interface{}{}, list...)
	sort.Slice(out, func(i, j int) bool { return out[i].(string) < out[j].(string) })
	return out
}

func anyContains(found []interface{}, wanted string) bool {
	for _, text := range found {
		if strings.Contains(text.(string), wanted) {
			return true
		}
	}
	return false
}

// isSlice says whether the text between the record's offsets is the record's text.
func isSlice(record interface{}, text string) bool {
	offset := func(name string) int {
		found := valuesAt(record, "provenance.textRange."+name)
		if len(found) == 0 {
			return 0
		}
		number, err := strconv.Atoi(found[0].(string))
		check(err)
		return number
	}
	return text[offset("start"):offset("end")] == valuesAt(record, "text")[0]
}
