package dev.modeldock.actions.schemas;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of an action as they lie within each other. A parameter whose children are told of without a row of
 * its own is an object.
 */
final class ParameterTree {
    private final String path;
    private final Map<String, ParameterTree> children = new LinkedHashMap<>();
    private Parameter row;

    private ParameterTree(String path) {
        this.path = path;
    }

    static ParameterTree of(List<Parameter> rows) {
        ParameterTree root = new ParameterTree("");
        rows.forEach(root::add);
        return root;
    }

    private void add(Parameter added) {
        ParameterTree place = this;
        for (String name : added.path().split("\\.")) {
            ParameterTree parent = place;
            place = parent.children.computeIfAbsent(name, each -> new ParameterTree(parent.below(each)));
        }
        place.row = place.row == null ? added : added.over(place.row);
    }

    private String below(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Names with dots between, from the outermost inwards; empty for the root. */
    String path() {
        return path;
    }

    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    Optional<Parameter> row() {
        return Optional.ofNullable(row);
    }

    Collection<ParameterTree> children() {
        return children.values();
    }

    /** What the value is: whoever has children and is no list is an object, whatever its row says. */
    ValueType type() {
        ValueType told = row == null ? ValueType.OBJECT : row.type();
        return children.isEmpty() || told == ValueType.ARRAY ? told : ValueType.OBJECT;
    }
}
