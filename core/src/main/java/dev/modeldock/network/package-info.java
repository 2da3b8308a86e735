/** How the dock reaches the network: proxy, certificates, redirects, bounds, and which addresses it does not ask. */
package dev.modeldock.network;
