package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The environment variables of a tool: a list of objects under {@code envVariables}, {@code environmentVariables}, {@code
 * env_variables}, {@code variables} or the only field with a list of named objects, or else a map of names to values or to
 * objects. The shape and all that is not known stay as they came. At most {@value #MOST} variables; immutable.
 *
 * <p>A secure variable's value leaves by {@link #secrets} alone.
 */
final class Environment {
    /** The most variables. */
    static final int MOST = 10_000;

    private final ObjectNode root;
    private final Optional<String> list;
    private final String nameField;
    private final List<Variable> variables;

    /** @param list the field of the list, or nothing for a map */
    Environment(ObjectNode root, Optional<String> list, String nameField, List<Variable> variables) {
        this.root = root;
        this.list = list;
        this.nameField = nameField;
        this.variables = List.copyOf(variables);
    }

    /** No variables, as a list. */
    static Environment none() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putArray("envVariables");
        return of(root, Map.of());
    }

    /** What an env_variables.json says, unless something is wrong with it, which {@code faults} then holds. */
    static Optional<Environment> read(ObjectNode document, Faults faults) {
        int before = faults.count();
        Environment read = new EnvironmentReader(document.deepCopy(), faults).read();
        return faults.count() == before ? Optional.of(read) : Optional.empty();
    }

    /**
     * Join what {@link #document} and {@link #secrets} gave.
     *
     * @throws IllegalArgumentException when they do not belong together
     */
    static Environment of(ObjectNode document, Map<String, JsonNode> secrets) {
        Faults faults = new Faults();
        Environment open = read(document, faults)
                .orElseThrow(() -> new IllegalArgumentException("This is no environment: " + faults.list()));
        Map<String, JsonNode> left = new LinkedHashMap<>(secrets);
        Environment whole = open.each(variable -> {
            JsonNode secret = variable.isSecure() ? left.remove(variable.name()) : null;
            return secret == null ? variable : variable.withValue(secret);
        });
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("There are " + left.size() + " secrets of no secure variable");
        }
        return whole;
    }

    /**
     * What an import makes of an environment: the shape and the order are those of the file, and what only {@code
     * existing} has comes behind. Of a variable in both, {@code conflict} says which counts; but a value is never lost to
     * none, and what was secure stays so, unless REPLACE brings a value with a flag that says {@code false}.
     *
     * @param imported nothing, when no such file came: all stays as it is
     * @throws dev.modeldock.problems.DockException VALIDATION_ERROR when both together are not what is taken
     */
    static Environment merge(Environment existing, Optional<Environment> imported, EnvConflict conflict) {
        return imported.map(file -> file.over(existing, conflict)).orElse(existing);
    }

    private Environment over(Environment existing, EnvConflict conflict) {
        Map<String, Variable> here = new LinkedHashMap<>();
        existing.variables.forEach(each -> here.put(each.name(), shaped(each, existing)));
        List<Variable> merged = new ArrayList<>();
        for (Variable brought : variables) {
            Variable kept = here.remove(brought.name());
            if (kept == null) {
                merged.add(brought);
            } else {
                merged.add(conflict == EnvConflict.KEEP ? keep(kept, brought) : replace(kept, brought));
            }
        }
        merged.addAll(here.values());
        Environment all = new Environment(root, list, nameField, merged);
        all.check();
        return all;
    }

    private static Variable keep(Variable kept, Variable brought) {
        return !kept.hasValue() && brought.hasValue() ? kept.withValue(brought.value()) : kept;
    }

    private static Variable replace(Variable kept, Variable brought) {
        Variable safe = kept.isSecure() && !brought.isOpenly() ? brought.asSecure() : brought;
        return !safe.hasValue() && kept.hasValue() ? safe.withValue(kept.value()) : safe;
    }

    /** A variable of another environment in the shape of this one. */
    private Variable shaped(Variable variable, Environment from) {
        if (list.isPresent() == from.list.isPresent()) {
            return variable;
        }
        return list.isPresent() ? variable.listed(nameField) : variable.mapped();
    }

    /** That both together are within the bounds, and nothing has come to stand in clear in what is secure by now. */
    private void check() {
        Faults faults = new Faults();
        ObjectNode tree = tree();
        String both = "With those that the tool has already, the variables ";
        if (variables.size() > MOST) {
            faults.add(
                    DefinitionFile.ENV,
                    Pointer.ROOT,
                    both + "are " + variables.size() + "; expected at most " + MOST + ". Import fewer.");
        } else if (Definitions.bytes(tree).length > DefinitionFile.ENV.mostBytes()) {
            faults.add(
                    DefinitionFile.ENV,
                    Pointer.ROOT,
                    both + "have more than " + DefinitionFile.ENV.mostBytes() + " bytes as a file. Import less.");
        } else {
            new EnvironmentReader(tree, faults).read();
        }
        faults.refuse();
    }

    /** The file without the values of secure variables: what is exported, and kept in clear. */
    ObjectNode document() {
        return each(Variable::withoutSecret).tree();
    }

    /** The values of the secure variables that have one, by name: to be kept encrypted. */
    Map<String, JsonNode> secrets() {
        Map<String, JsonNode> secrets = new LinkedHashMap<>();
        variables.stream()
                .filter(variable -> variable.isSecure() && variable.hasValue())
                .forEach(variable -> secrets.put(variable.name(), variable.value()));
        return secrets;
    }

    /** What an answer may show of the variables, in their order. */
    List<MaskedVariable> masked() {
        return variables.stream().map(Variable::masked).toList();
    }

    private Environment each(UnaryOperator<Variable> change) {
        return new Environment(
                root, list, nameField, variables.stream().map(change).toList());
    }

    private ObjectNode tree() {
        if (list.isPresent()) {
            ObjectNode tree = root.deepCopy();
            ArrayNode elements = tree.arrayNode(variables.size());
            variables.forEach(variable -> elements.add(variable.content().<JsonNode>deepCopy()));
            return tree.set(list.get(), elements);
        }
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        variables.forEach(
                variable -> tree.set(variable.name(), variable.content().<JsonNode>deepCopy()));
        return tree;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Environment environment && tree().equals(environment.tree());
    }

    @Override
    public int hashCode() {
        return tree().hashCode();
    }

    /** Tells no value. */
    @Override
    public String toString() {
        return "Environment of " + variables.size() + " variables, " + secrets().size() + " of them with a secret";
    }
}
