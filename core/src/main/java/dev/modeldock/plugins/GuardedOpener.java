package dev.modeldock.plugins;

import dev.modeldock.spi.FileSink.Opener;
import dev.modeldock.spi.Part;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;

/** A plug-in's opener: called with the plug-in's class loader, and held to begin where it was asked or at 0. */
record GuardedOpener(Opener opener, PluginGuard guard) implements Opener {
    private static final int LONGEST_VALIDATOR = 1024;

    @Override
    public RemoteContent open(RemoteFile file, long offset) throws SourceException, IOException, InterruptedException {
        return open(file, Part.from(offset));
    }

    @Override
    public RemoteContent open(RemoteFile file, Part part) throws SourceException, IOException, InterruptedException {
        RemoteContent content = guard.call(() -> opener.open(file, part));
        if (content == null || content.stream() == null) {
            throw guard.broken("opened '" + file.path() + "' and gave no bytes for it.", null);
        }
        if (content.offset() != part.offset() && content.offset() != 0) {
            content.stream().close();
            throw guard.broken(
                    "was asked for '" + file.path() + "' from byte " + part.offset() + " on and began at byte "
                            + content.offset() + "; it has to begin there or at 0.",
                    null);
        }
        String validator = content.validator() == null || content.validator().length() > LONGEST_VALIDATOR
                ? ""
                : content.validator();
        return new RemoteContent(new GuardedStream(content.stream(), guard), content.offset(), validator);
    }

    @Override
    public boolean inParts() {
        return opener.inParts();
    }
}
