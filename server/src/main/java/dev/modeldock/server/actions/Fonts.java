package dev.modeldock.server.actions;

import dev.modeldock.spi.ActionException;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;

/** Whether this Java can draw text: small installations have no fonts. */
public final class Fonts {
    private Fonts() {}

    /** @throws ActionException when it cannot, with what to install */
    public static void require() throws ActionException {
        try {
            new TextLayout("a", new Font(Font.SANS_SERIF, Font.PLAIN, 12), new FontRenderContext(null, true, true))
                    .getBounds();
        } catch (RuntimeException | InternalError | LinkageError e) {
            throw new ActionException(
                    "Text cannot be drawn, since this Java finds no fonts. Install fontconfig and a font (Debian: fontconfig and"
                            + " fonts-dejavu-core; Alpine: fontconfig and font-dejavu) and a Java that can draw"
                            + " (openjdk-17-jre-headless), and start the dock again.",
                    e);
        }
    }
}
