package dev.modeldock.sources.github.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;

/**
 * A bare repository on disk that takes no object larger than git itself packs well: beyond, JGit would hold an object that
 * came as a difference to another one in memory.
 */
final class BoundedRepository extends FileRepository {
    /** Git's own {@code core.bigFileThreshold}; GitHub takes 100 MiB at most. */
    static final long LARGEST_OBJECT = 512L << 20;

    BoundedRepository(Path directory) throws IOException {
        super(new FileRepositoryBuilder()
                .setGitDir(directory.toFile())
                .setBare()
                .setup());
    }

    @Override
    public ObjectInserter newObjectInserter() {
        return new BoundedInserter(super.newObjectInserter());
    }

    private static final class BoundedInserter extends ObjectInserter.Filter {
        private final ObjectInserter inserter;

        BoundedInserter(ObjectInserter inserter) {
            this.inserter = inserter;
        }

        @Override
        protected ObjectInserter delegate() {
            return inserter;
        }

        @Override
        public PackParser newPackParser(InputStream in) throws IOException {
            PackParser parser = super.newPackParser(in);
            parser.setMaxObjectSizeLimit(LARGEST_OBJECT);
            return parser;
        }
    }
}
