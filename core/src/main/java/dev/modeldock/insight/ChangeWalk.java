package dev.modeldock.insight;

import dev.modeldock.models.VersionFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Walks the files of two versions side by side, both in the order of their paths. */
final class ChangeWalk {
    /** As the store orders paths: by their bytes in UTF-8, which is by code points. */
    private static final Comparator<String> ORDER = ChangeWalk::compare;

    private final int limit;
    private final long offset;
    private final List<FileChange> items = new ArrayList<>();
    private long added;
    private long changed;
    private long removed;
    private long unchanged;
    private long newBytes;

    ChangeWalk(int limit, long offset) {
        this.limit = limit;
        this.offset = offset;
    }

    VersionChanges walk(Iterable<VersionFile> from, Iterable<VersionFile> to) {
        Iterator<VersionFile> olds = from.iterator();
        Iterator<VersionFile> news = to.iterator();
        VersionFile old = next(olds);
        VersionFile now = next(news);
        while (old != null || now != null) {
            int order = old == null ? 1 : now == null ? -1 : ORDER.compare(old.path(), now.path());
            compare(order > 0 ? null : old, order < 0 ? null : now);
            old = order > 0 ? old : next(olds);
            now = order < 0 ? now : next(news);
        }
        return new VersionChanges(added, changed, removed, unchanged, newBytes, List.copyOf(items));
    }

    private static VersionFile next(Iterator<VersionFile> files) {
        return files.hasNext() ? files.next() : null;
    }

    private void compare(VersionFile old, VersionFile now) {
        if (old != null && now != null && old.sha256().equals(now.sha256())) {
            unchanged++;
            return;
        }
        long index = added + changed + removed;
        if (old == null) {
            added++;
        } else if (now == null) {
            removed++;
        } else {
            changed++;
        }
        newBytes += now == null ? 0 : now.size();
        if (index >= offset && items.size() < limit) {
            String path = old == null ? now.path() : old.path();
            items.add(new FileChange(path, Optional.ofNullable(old), Optional.ofNullable(now)));
        }
    }

    private static int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) && Character.isSurrogate(b);
                return surrogates || !Character.isSurrogate(a) && !Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
