package dev.modeldock.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.modeldock.models.VersionFile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangeWalkTest {
    private static List<VersionFile> files(String... pathsAndContents) {
        return Stream.of(pathsAndContents)
                .map(each -> each.split("="))
                .map(each -> new VersionFile(each[0], each[1], each[1].length(), 0))
                .toList();
    }

    private static List<String> told(VersionChanges changes) {
        return changes.items().stream()
                .map(change -> change.what() + " " + change.path())
                .toList();
    }

    @Test
    void tellsWhatWasAddedChangedAndRemoved() {
        VersionChanges changes =
                new ChangeWalk(10, 0).walk(files("a=x", "b=yy", "c=z", "d=w"), files("b=yyy", "c=z", "d=w", "e=new"));
        assertEquals(List.of("removed a", "changed b", "added e"), told(changes));
        assertEquals(
                List.of(1L, 1L, 1L, 2L),
                List.of(changes.added(), changes.changed(), changes.removed(), changes.unchanged()));
        assertEquals(6, changes.newBytes());
        assertEquals(3, changes.total());
    }

    @Test
    void aPageIsAPartAndTheSumsAreOfAll() {
        VersionChanges changes = new ChangeWalk(1, 1).walk(files(), files("a=x", "b=x", "c=x"));
        assertEquals(List.of("added b"), told(changes));
        assertEquals(3, changes.added());
    }

    @Test
    void pathsAreOrderedAsTheStoreOrdersThem() {
        // U+FFFD is before U+1F600 in UTF-8 and behind the half of it that Java has first.
        String last = "\uD83D\uDE00";
        VersionChanges changes =
                new ChangeWalk(10, 0).walk(files("\uFFFD=x", last + "=x"), files("a=x", "\uFFFD=x", last + "=x"));
        assertEquals(List.of("added a"), told(changes));
        assertEquals(2, changes.unchanged());
        assertEquals(
                2,
                new ChangeWalk(10, 0)
                        .walk(files(last + "=x"), files("\uFFFD=x"))
                        .total());
    }

    @Test
    void theSameIsNoChange() {
        assertEquals(0, new ChangeWalk(10, 0).walk(files("a=x"), files("a=x")).total());
    }
}
