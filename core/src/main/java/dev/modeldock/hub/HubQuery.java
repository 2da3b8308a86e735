package dev.modeldock.hub;

import java.util.List;
import java.util.Optional;

/**
 * Which models are listed, and how.
 *
 * @param search any part of a name
 * @param author the namespace
 * @param tags all of which a model has
 */
public record HubQuery(
        Optional<String> search,
        Optional<String> author,
        List<String> tags,
        Order order,
        boolean ascending,
        int limit) {
    public HubQuery {
        tags = List.copyOf(tags);
    }

    /** By what a list is sorted. */
    public enum Order {
        CREATED("m.created_at"),
        CHANGED("m.updated_at");

        private final String column;

        Order(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }
    }

    /** The place behind a model of a list. */
    public record Place(long key, long seq) {
        private static final String FORM = "\\d{1,18}-\\d{1,18}";

        @Override
        public String toString() {
            return key + "-" + seq;
        }

        /** Read what {@link #toString} wrote; empty for anything else. */
        public static Optional<Place> of(String text) {
            if (!text.matches(FORM)) {
                return Optional.empty();
            }
            String[] parts = text.split("-");
            return Optional.of(new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
        }
    }
}
