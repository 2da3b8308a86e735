package dev.modeldock.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopeTest {
    @Test
    void everyUsualSpellingIsUnderstood() {
        for (Scope scope : Scope.values()) {
            String label = scope.label();
            for (String spelled : List.of(
                    label, label.toUpperCase(), label.replace(' ', '-'), " " + label.replace(" ", " _ ") + " ")) {
                assertEquals(scope, Scope.of(spelled), spelled);
            }
            assertEquals(scope, Scope.of(scope.name()));
        }
        assertEquals(Scope.IMPORT_TOOL, Scope.of("Import Workflow"));
    }

    @Test
    void anUnknownScopeIsRefusedWithTheNearest() {
        DockException refused = assertThrows(DockException.class, () -> Scope.of("imprt-models"));
        assertEquals(Problem.VALIDATION_ERROR, refused.problem());
        assertEquals("Import Model", refused.details().get("nearest"));
        assertTrue(refused.getMessage().startsWith("There is no scope 'imprt-models'; the nearest is 'Import Model'."));
        assertEquals("write", nearest("writ"));
        assertEquals("Deploy Guardrails", nearest("deploy guardrail"));
        assertThrows(DockException.class, () -> Scope.of(""));
        DockException longOne = assertThrows(DockException.class, () -> Scope.of("x".repeat(100_000)));
        assertTrue(longOne.getMessage().length() < 500, longOne.getMessage());
    }

    @Test
    void aListMayBeWrittenWithCommas() {
        assertEquals(
                EnumSet.of(Scope.READ, Scope.IMPORT_MODEL, Scope.EXPORT_TOOL),
                Scope.setOf(List.of("read, import_model", "Export Tool")));
        assertThrows(DockException.class, () -> Scope.setOf(List.of("read,,write")));
    }

    @Test
    void wideScopesImplyNarrowOnes() {
        assertEquals(EnumSet.allOf(Scope.class), implied(Scope.ADMIN));
        assertEquals(EnumSet.complementOf(EnumSet.of(Scope.ADMIN)), implied(Scope.WRITE));
        assertEquals(
                EnumSet.of(Scope.READ, Scope.EXPORT_MODEL, Scope.EXPORT_TOOL, Scope.VIEW_CONNECTIONS),
                implied(Scope.READ));
        assertEquals(EnumSet.of(Scope.MANAGE_CONNECTIONS, Scope.VIEW_CONNECTIONS), implied(Scope.MANAGE_CONNECTIONS));
        assertEquals(EnumSet.of(Scope.IMPORT_MODEL), implied(Scope.IMPORT_MODEL));
    }

    @Test
    void aCallerReachesAsFarAsItsScopes() {
        Caller caller = new Caller("anna", Set.of(Scope.READ, Scope.IMPORT_TOOL), Optional.of("k"));
        caller.require(Scope.EXPORT_MODEL);
        caller.require(Scope.IMPORT_TOOL);
        assertFalse(caller.may(Scope.IMPORT_MODEL));
        DockException refused = assertThrows(DockException.class, () -> caller.require(Scope.IMPORT_MODEL));
        assertEquals(Problem.FORBIDDEN, refused.problem());
        assertEquals(
                "This needs the scope 'Import Model', but the key has 'read', 'Import Tool'."
                        + " Use a key with 'write' or 'admin' or 'Import Model'.",
                refused.getMessage());
        assertEquals(List.of("read", "Import Tool"), refused.details().get("scopes"));
    }

    @Test
    void theLocalUserMayDoEverything() {
        for (Scope scope : Scope.values()) {
            Caller.local().require(scope);
        }
        assertEquals("local", Caller.local().user());
    }

    private static Set<Scope> implied(Scope scope) {
        Set<Scope> implied = EnumSet.noneOf(Scope.class);
        for (Scope other : Scope.values()) {
            if (scope.implies(other)) {
                implied.add(other);
            }
        }
        return implied;
    }

    private static Object nearest(String name) {
        return assertThrows(DockException.class, () -> Scope.of(name)).details().get("nearest");
    }
}
