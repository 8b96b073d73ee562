package dev.livelet.session;

import dev.livelet.Identity;
import dev.livelet.Params;
import dev.livelet.RenderContext;

import java.util.Optional;

/**
 * A request for a page, as the server found it.
 *
 * @param path the request's path, for guards and navigation
 * @param address the client's address, trusted proxies taken off; limits go by it
 * @param browser the value of the HttpOnly cookie that the page's token is bound to
 */
public record Visit(
        String path,
        Params params,
        Optional<Identity> identity,
        RenderContext context,
        String address,
        String browser) {
    public Visit {
        context = RenderContexts.shared(context);
    }
}
