package dev.modeldock.datasets;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One thing that a dataset needs. A path that ends with a slash is a directory. */
interface Requirement {
    /** What is missing, in words; empty when nothing is. */
    Optional<String> lack(UploadTree tree);

    /** What it asks for, in words. */
    String wanted();

    /** All paths of at least one of these. */
    record AnyOf(List<List<String>> alternatives) implements Requirement {
        @Override
        public Optional<String> lack(UploadTree tree) {
            List<List<String>> missing = alternatives.stream()
                    .map(paths -> paths.stream().filter(path -> !tree.has(path)).toList())
                    .toList();
            if (missing.stream().anyMatch(List::isEmpty)) {
                return Optional.empty();
            }
            List<List<String>> begun = IntStream.range(0, missing.size())
                    .filter(i -> missing.get(i).size() < alternatives.get(i).size())
                    .mapToObj(missing::get)
                    .toList();
            // Who has brought some of one alternative means that one.
            return Optional.of(words(begun.isEmpty() ? missing : begun));
        }

        @Override
        public String wanted() {
            return words(alternatives);
        }

        private static String words(List<List<String>> alternatives) {
            return alternatives.stream()
                    .map(paths -> String.join(" and ", paths))
                    .collect(Collectors.joining(" or "));
        }
    }

    /** Exactly one entry at the top whose name begins so. */
    record OneAtTop(String prefix) implements Requirement {
        @Override
        public Optional<String> lack(UploadTree tree) {
            long count =
                    tree.top().stream().filter(name -> name.startsWith(prefix)).count();
            return count == 1 ? Optional.empty() : Optional.of(wanted() + " (" + count + " are there)");
        }

        @Override
        public String wanted() {
            return "exactly one " + prefix + "* at the top";
        }
    }
}
