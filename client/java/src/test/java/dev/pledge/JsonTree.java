package dev.pledge;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Paths, words and relations of client/conformance/README.md. */
final class JsonTree {
  /** What length() and substring() of a String count. */
  private static final String UNIT = "OFFSET_UNIT_UTF16";

  private JsonTree() {}

  /** All values that a path such as messages.*.documents.0.name leads to. */
  static List<JsonElement> valuesAt(JsonElement tree, String path) {
    List<JsonElement> found = List.of(tree);
    for (String part : path.split("\\.")) {
      List<JsonElement> step = new ArrayList<>();
      for (JsonElement value : found) {
        if (value.isJsonArray()) {
          addElements(value.getAsJsonArray(), part, step);
        } else if (value.isJsonObject() && value.getAsJsonObject().has(part)) {
          step.add(value.getAsJsonObject().get(part));
        }
      }
      found = step;
    }
    return found;
  }

  /** The value with the words that begin with $ replaced. */
  static JsonElement substitute(JsonElement value, JsonObject letters, Map<String, JsonElement> saved) {
    if (value.isJsonObject()) {
      JsonObject out = new JsonObject();
      value.getAsJsonObject().entrySet().forEach(e -> out.add(e.getKey(), substitute(e.getValue(), letters, saved)));
      return out;
    }
    if (value.isJsonArray()) {
      JsonArray out = new JsonArray();
      value.getAsJsonArray().forEach(inner -> out.add(substitute(inner, letters, saved)));
      return out;
    }
    if (!value.isJsonPrimitive() || !value.getAsString().startsWith("$")) return value;
    String[] words = value.getAsString().split(":");
    switch (words[0]) {
      case "$letter":
        byte[] bytes = letters.get(words[1]).getAsString().replace("{n}", words[2]).getBytes(StandardCharsets.UTF_8);
        return new JsonPrimitive(Base64.getEncoder().encodeToString(bytes));
      case "$unit":
        return new JsonPrimitive(UNIT);
      default:
        return saved.get(words[1]);
    }
  }

  /** Whether a check, of path, relation and value, holds. */
  static boolean holds(JsonObject result, String path, JsonArray check) {
    List<JsonElement> found = valuesAt(result, path);
    JsonElement wanted = check.get(2);
    switch (check.get(1).getAsString()) {
      case "is":
        if (path.contains("*")) return toArray(found).equals(wanted);
        return (found.isEmpty() ? JsonNull.INSTANCE : found.get(0)).equals(wanted);
      case "set":
        return sorted(toArray(found)).equals(sorted(wanted.getAsJsonArray()));
      case "count":
        return found.size() == wanted.getAsInt();
      case "contains":
        return found.stream().anyMatch(text -> text.getAsString().contains(wanted.getAsString()));
      case "lacks":
        return found.stream().noneMatch(text -> text.getAsString().contains(wanted.getAsString()));
      case "slices":
        String text = valuesAt(result, wanted.getAsString()).get(0).getAsString();
        return !found.isEmpty() && found.stream().allMatch(record -> isSlice(record.getAsJsonObject(), text));
      default:
        throw new IllegalArgumentException("no relation " + check.get(1));
    }
  }

  private static void addElements(JsonArray list, String part, List<JsonElement> out) {
    if (part.equals("*")) {
      list.forEach(out::add);
      return;
    }
    int index = part.equals("last") ? list.size() - 1 : Integer.parseInt(part);
    if (index >= 0 && index < list.size()) out.add(list.get(index));
  }

  private static JsonArray toArray(List<JsonElement> list) {
    JsonArray array = new JsonArray();
    list.forEach(array::add);
    return array;
  }

  private static List<String> sorted(JsonArray list) {
    List<JsonElement> elements = new ArrayList<>();
    list.forEach(elements::add);
    return elements.stream().map(JsonElement::getAsString).sorted().collect(Collectors.toList());
  }

  /** Whether the text between the record's offsets is the record's text. */
  private static boolean isSlice(JsonObject record, String text) {
    List<JsonElement> start = valuesAt(record, "provenance.textRange.start");
    int from = start.isEmpty() ? 0 : start.get(0).getAsInt();
    int to = valuesAt(record, "provenance.textRange.end").get(0).getAsInt();
    return text.substring(from, to).equals(record.get("text").getAsString());
  }
}
