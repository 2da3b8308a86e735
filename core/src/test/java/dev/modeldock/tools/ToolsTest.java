package dev.modeldock.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.OpenDock;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.storedfiles.FileLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools and their versions in a whole dock. */
class ToolsTest {
    private static final String HI = ToolSteps.FLOW.replace("Hello", "Hi");

    @TempDir
    private Path data;

    private OpenDock open;
    private ToolSteps steps;

    @BeforeEach
    void open() throws IOException {
        open = OpenDock.over(data);
        steps = new ToolSteps(open, ToolSteps.ANNA);
    }

    @AfterEach
    void close() throws Exception {
        open.assertSettled();
        open.close();
    }

    @Test
    void aToolIsItsNewestVersionAndTheEarlierOnesStay() throws Exception {
        Tool tool = steps.created("Greeter");
        assertEquals(1, tool.current());
        assertEquals(2, steps.updated(tool, ToolSteps.APP, HI, null));
        open.restart();
        tool = steps.now(tool);
        assertEquals(2, tool.current());
        assertEquals(HI, steps.text(steps.tools().current(tool).file(DefinitionFile.FLOW)));
        assertEquals(ToolSteps.FLOW, steps.text(steps.version(tool, 1).file(DefinitionFile.FLOW)));
        assertEquals(
                List.of(2, 1),
                steps.tools().versions(tool, 10, 0).stream()
                        .map(ToolVersion::number)
                        .toList());
        assertEquals(
                List.of(1),
                steps.tools().versions(tool, 1, 1).stream()
                        .map(ToolVersion::number)
                        .toList());
        assertEquals(2, steps.tools().versionCount(tool));
        assertEquals(
                List.of(DefinitionFile.values()),
                steps.version(tool, 1).files().stream().map(ToolFile::file).toList());
        assertEquals("flow-1", steps.version(tool, 1).flowId());
        Tool unchanged = tool;
        assertRefused("versions are 1 to 2", () -> steps.version(unchanged, 3));
        assertRefused("has no version 0", () -> steps.version(unchanged, 0));
    }

    @Test
    void equalContentIsNoVersionAndAnotherSecretIsOne() throws Exception {
        Tool tool = steps.created("Greeter");
        assertEquals(1, steps.updated(tool, ToolSteps.APP, ToolSteps.FLOW, ToolSteps.ENV));
        assertEquals(
                2, steps.updated(tool, ToolSteps.APP, ToolSteps.FLOW, ToolSteps.ENV.replace("secret-1", "secret-2")));
        assertEquals(steps.version(tool, 1).digest(), steps.version(tool, 2).digest(), "an export would be the same");
        assertEquals(Map.of("KEY", "secret-1"), steps.secrets(steps.version(tool, 1)));
        assertEquals(Map.of("KEY", "secret-2"), steps.secrets(steps.version(tool, 2)));
    }

    @Test
    void goingBackBringsContentAndSecretsOfThatVersion() throws Exception {
        Tool tool = steps.created("Greeter");
        steps.updated(
                tool,
                ToolSteps.APP,
                HI,
                ToolSteps.ENV.replace("secret-1", "secret-2").replace("'eu'", "'us'"));
        Tool back = steps.tools().rollBack(steps.now(tool), 1, ToolSteps.ANNA);
        assertEquals(3, back.current());
        ToolVersion first = steps.version(tool, 1);
        ToolVersion third = steps.version(tool, 3);
        assertEquals(first.files(), third.files());
        assertEquals(first.digest(), third.digest());
        assertEquals(first.flowId(), third.flowId());
        assertEquals(Map.of("KEY", "secret-1"), steps.secrets(third));
        assertEquals(1, third.origin().path("rollbackTo").asInt());
        assertEquals("anna", third.createdBy());
        open.restart();
        assertEquals(Map.of("KEY", "secret-1"), steps.secrets(steps.version(tool, 3)));
        assertEquals(Map.of("KEY", "secret-2"), steps.secrets(steps.version(tool, 2)));
    }

    @Test
    void goingBackToWhatIsThereMakesNoVersion() throws Exception {
        Tool tool = steps.created("Greeter");
        assertEquals(tool, steps.tools().rollBack(tool, 1, ToolSteps.ANNA));
        steps.updated(tool, ToolSteps.APP, HI, null);
        steps.tools().rollBack(tool, 1, ToolSteps.ANNA);
        assertEquals(3, steps.tools().rollBack(tool, 1, ToolSteps.ANNA).current(), "the third is the first again");
        for (long none : new long[] {4, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 32) + 1}) {
            assertRefused("has no version " + none, () -> steps.tools().rollBack(tool, none, ToolSteps.ANNA));
        }
    }

    @Test
    void aToolThatWasDeletedMeanwhileIsNotFound() throws Exception {
        Tool tool = steps.created("Greeter");
        steps.tools().delete(tool);
        assertRefused("", () -> steps.tools().rollBack(tool, 1, ToolSteps.ANNA));
        assertRefused(tool.id(), () -> steps.now(tool));
    }

    @Test
    void deletingFreesTheBytesThatWereTold() throws Exception {
        Tool kept = steps.created("Kept");
        Tool tool = steps.created("Deleted");
        assertEquals(0, steps.tools().freedBy(tool), "the other has all the same");
        steps.updated(tool, ToolSteps.APP, HI, null);
        steps.updated(tool, ToolSteps.APP.replace("Greeter", "Other"), HI, null);
        forgetFiles();
        long told = steps.tools().freedBy(tool);
        assertTrue(told >= HI.length(), "told are " + told);
        long used = open.dock().space().used();
        assertEquals(told, steps.tools().delete(tool));
        assertEquals(used - told, open.dock().space().used());
        assertEquals(ToolSteps.FLOW, steps.text(steps.tools().current(kept).file(DefinitionFile.FLOW)));
        long rest = steps.tools().freedBy(kept);
        assertEquals(open.dock().space().used(), rest);
        assertEquals(rest, steps.tools().delete(kept));
        assertEquals(0, open.dock().space().used());
    }

    @Test
    void whatAStoredFileNeedsIsNotTold() throws Exception {
        Tool tool = steps.created("Greeter");
        long told = steps.tools().freedBy(tool);
        long whole = steps.tools().current(tool).files().stream()
                .mapToLong(ToolFile::size)
                .sum();
        assertEquals(steps.tools().current(tool).file(DefinitionFile.ENV).size(), told, "the others were uploaded");
        assertEquals(told, steps.tools().delete(tool));
        Tool again = steps.created("Greeter");
        forgetFiles();
        assertEquals(whole, steps.tools().freedBy(again));
    }

    /** Let the time of all uploaded files be over. */
    private void forgetFiles() throws IOException {
        open.clock().forward(FileLimits.DEFAULT.lifetime());
        open.dock().storedFiles().sweep();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a/b", "a\\b", ".", "..", "a\u0000", "a\nb", "\u0085", "\ud83d"})
    void whatIsNoNameIsRefused(String name) throws Exception {
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, ToolSteps.FLOW, null);
        DockException refused = assertThrows(DockException.class, () -> steps.create(name, files));
        assertEquals(Problem.VALIDATION_ERROR, refused.problem());
        assertEquals("toolName", refused.details().get("field"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" Greeter ", "Grüße & 100 %", "工具 🛠", "...", "a.b;c", "%2e%2e%2f", "\"quoted\""})
    void aNameIsKeptAsItWasGiven(String name) throws Exception {
        Tool tool = steps.created(name);
        assertEquals(name.strip(), tool.name());
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, ToolSteps.FLOW, null);
        DockException taken = assertThrows(DockException.class, () -> steps.create(name, files));
        assertEquals(Problem.CONFLICT, taken.problem());
        assertEquals(tool.id(), taken.details().get("toolId"));
        assertNotEquals(tool.id(), steps.as(ToolSteps.BERT).created(name).id(), "names are each owner's own");
    }

    @Test
    void aNameHasAtMost200Characters() throws Exception {
        assertEquals(200, steps.created("x".repeat(200)).name().length());
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, ToolSteps.FLOW, null);
        assertThrows(DockException.class, () -> steps.create("x".repeat(201), files));
    }

    @Test
    void othersToolsAreNotThereButForAdministrators() throws Exception {
        Tool hers = steps.created("Hers");
        Tool his = steps.as(ToolSteps.BERT).created("His");
        assertRefused(hers.id(), () -> steps.tools().get(hers.id(), ToolSteps.BERT));
        assertEquals(List.of(hers), steps.tools().list(ToolSteps.ANNA, 10, 0));
        assertEquals(1, steps.tools().count(ToolSteps.BERT));
        assertEquals(List.of(his, hers), steps.tools().list(ToolSteps.ADMIN, 10, 0));
        assertEquals(List.of(hers), steps.tools().list(ToolSteps.ADMIN, 1, 1));
        assertEquals(2, steps.tools().count(ToolSteps.ADMIN));
        assertEquals(hers, steps.tools().get(hers.id(), ToolSteps.ADMIN));
        assertEquals(
                "root", steps.version(hers, back(hers)).createdBy(), "it is told who went back, not whose the tool is");
        assertRefused("x?y", () -> steps.tools().get("x\ny", ToolSteps.ANNA));
        DockException tooLong =
                assertThrows(DockException.class, () -> steps.tools().get("x".repeat(9_000), ToolSteps.ANNA));
        assertTrue(tooLong.getMessage().length() < 300, tooLong.getMessage());
    }

    private int back(Tool tool) throws Exception {
        steps.updated(tool, ToolSteps.APP, HI, null);
        return steps.tools().rollBack(tool, 1, ToolSteps.ADMIN).current();
    }

    @Test
    void theFlowSaysWhichVersionIsMeant() throws Exception {
        String second = HI.replace("flow-1", "flow-2");
        Tool tool = steps.created("Greeter");
        String app = ToolSteps.APP.replace("flow-1", "flow-2");
        steps.updated(tool, app, second, null);
        steps.updated(tool, app, second.replace("Hi", "Hey"), null);
        tool = steps.now(tool);
        assertEquals(1, steps.tools().withFlow(tool, "flow-1").number());
        assertEquals(3, steps.tools().withFlow(tool, "flow-2").number());
        Tool back = steps.tools().rollBack(tool, 1, ToolSteps.ANNA);
        assertEquals(4, steps.tools().withFlow(back, "flow-1").number(), "the present one before others");
        assertEquals(3, steps.tools().withFlow(back, "flow-2").number(), "then the newest");
        assertRefused("its present one is \"flow-1\"", () -> steps.tools().withFlow(back, "flow-3"));
        steps.updated(back, "{'a': 1}", "{'nodes': []}", null);
        Tool nameless = steps.now(back);
        assertRefused("Leave flowId out", () -> steps.tools().withFlow(nameless, "flow-3"));
        assertEquals(3, steps.tools().withFlow(nameless, "flow-2").number());
    }

    @Test
    void aDifferenceTellsThatASecretChangedAndNotWhatItIs() throws Exception {
        Tool tool = steps.created("Greeter");
        String other =
                "{'envVariables': [{'name': 'KEY', 'value': 'secret-2', 'secure': true}, {'name': 'NEW', 'value':"
                        + " 'secret-3', 'secure': true}, {'name': 'REGION', 'value': 'us'}]}";
        steps.updated(tool, ToolSteps.APP, HI, other);
        Map<DefinitionFile, Difference> changed =
                steps.tools().difference(steps.version(tool, 1), steps.version(tool, 2));
        assertEquals(List.of(), changed.get(DefinitionFile.APP).changes());
        assertEquals(
                List.of("/nodes/0/prompt"),
                changed.get(DefinitionFile.FLOW).changes().stream()
                        .map(Change::path)
                        .toList());
        List<String> env = changed.get(DefinitionFile.ENV).changes().stream()
                .map(change -> change.op() + " " + change.place() + " " + change.from() + " " + change.to())
                .toList();
        assertTrue(env.contains("REPLACE KEY (secure) \"********\" \"********\""), env::toString);
        assertTrue(env.contains("ADD NEW (secure) null \"********\""), env::toString);
        assertFalse(env.toString().contains("secret-"), env::toString);
        steps.tools()
                .difference(steps.version(tool, 2), steps.version(tool, 2))
                .values()
                .forEach(same -> {
                    assertEquals(List.of(), same.changes());
                    assertEquals(0, same.more());
                });
    }

    private static void assertRefused(String words, Executable call) {
        DockException refused = assertThrows(DockException.class, call);
        assertEquals(Problem.NOT_FOUND, refused.problem());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }
}
