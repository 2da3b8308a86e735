package dev.modeldock.formats;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is gathered while the pickles of one file are walked. */
final class PickleFindings {
    private static final int MAX_IMPORTS = 10_000;
    private static final int MAX_PROBLEMS = 20;

    private final Set<PickleImport> imports = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();
    private Level least = Level.INNOCUOUS;
    private boolean oddOfModule;

    void found(String module, String name) {
        if (imports.size() >= MAX_IMPORTS) {
            problem("it imports more than " + MAX_IMPORTS + " things");
            return;
        }
        imports.add(new PickleImport(module, name, PickleVerdicts.level(module, name)));
    }

    /** Something is imported and it cannot be told what. */
    void foundUnknown(String how) {
        found(PickleVerdicts.UNKNOWN, how);
    }

    /** Something that no module usually has is imported from one: the module may make it up. */
    void foundOdd(String module) {
        foundUnknown("an odd name in " + module);
        oddOfModule |= module.matches("[A-Za-z_][A-Za-z0-9_.]+");
    }

    /** A part cannot be looked into, which is as bad as something dangerous in it. */
    void problem(String sentence) {
        if (problems.size() < MAX_PROBLEMS && !problems.contains(sentence)) {
            problems.add(sentence);
        }
    }

    /** A pickle is broken: what it imported up to there counts, and it is not innocuous any more. */
    void broken() {
        least = least.or(Level.SUSPICIOUS);
    }

    void addAll(PickleFindings other) {
        other.imports.forEach(one -> found(one.module(), one.name()));
        other.problems.forEach(this::problem);
        least = least.or(other.least);
    }

    /** Take over those imports of another that are known to be dangerous; false when there are none. */
    boolean addDangerous(PickleFindings other) {
        List<PickleImport> dangerous = other.imports.stream()
                .filter(one -> one.level() == Level.DANGEROUS && !one.module().equals(PickleVerdicts.UNKNOWN))
                .toList();
        dangerous.forEach(one -> found(one.module(), one.name()));
        return !dangerous.isEmpty();
    }

    boolean hasImports() {
        return !imports.isEmpty();
    }

    /** Whether an import was seen by its name, and not only that there is one. */
    boolean hasNamedImports() {
        return oddOfModule || imports.stream().anyMatch(one -> !one.module().equals(PickleVerdicts.UNKNOWN));
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    PickleScan scan() {
        Level worst = problems.isEmpty() ? least : Level.DANGEROUS;
        for (PickleImport one : imports) {
            worst = worst.or(one.level());
        }
        return new PickleScan(worst, new ArrayList<>(imports), problems);
    }
}
