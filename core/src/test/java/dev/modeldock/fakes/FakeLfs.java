package dev.modeldock.fakes;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The LFS objects of a repository. Patterns match the path under which an object was committed first. */
public final class FakeLfs {
    private final Map<String, LfsObject> objects = new LinkedHashMap<>();
    private final List<LfsObject.Trouble> troubles = new CopyOnWriteArrayList<>();

    FakeLfs() {}

    /** Objects of these files get this error in the answer to a batch: 404, 409, 410, 422. */
    public FakeLfs error(String pattern, int code, String message) {
        troubles.add(new LfsObject.Trouble(new Glob(pattern), code, message, ""));
        return this;
    }

    /** Objects of these files are said to lie at this address. */
    public FakeLfs href(String pattern, URI address) {
        troubles.add(new LfsObject.Trouble(new Glob(pattern), 0, "", address.toString()));
        return this;
    }

    /** Let all go well again. */
    public FakeLfs calm() {
        troubles.clear();
        return this;
    }

    synchronized void keep(String path, Content content) {
        objects.putIfAbsent(content.sha256(), new LfsObject(path, content));
    }

    synchronized Optional<LfsObject> find(String oid) {
        return Optional.ofNullable(objects.get(oid));
    }

    Optional<LfsObject.Trouble> trouble(String path) {
        return troubles.stream()
                .filter(trouble -> trouble.paths().matches(path))
                .findFirst();
    }
}
