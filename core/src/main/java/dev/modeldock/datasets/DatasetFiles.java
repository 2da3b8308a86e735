package dev.modeldock.datasets;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** All files of a dataset in the order of their paths, read page by page. */
record DatasetFiles(DatasetStore store, String id) implements Iterable<DatasetFile> {
    private static final int PAGE = 1_000;

    @Override
    public Iterator<DatasetFile> iterator() {
        return new Iterator<>() {
            private List<DatasetFile> page = store.files(id, "", PAGE);
            private int at;

            @Override
            public boolean hasNext() {
                if (at == page.size() && page.size() == PAGE) {
                    page = store.files(id, page.get(at - 1).path(), PAGE);
                    at = 0;
                }
                return at < page.size();
            }

            @Override
            public DatasetFile next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return page.get(at++);
            }
        };
    }
}
