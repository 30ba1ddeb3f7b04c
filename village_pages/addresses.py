"""First-level addresses that belong to the site (contract): no village may take one of them."""

# These the site answers itself.
ROUTED_SLUGS = frozenset(
    {
        *("admin", "akun", "artikel", "berita", "berkas", "cari", "feed", "healthz", "inklusi", "komentar"),
        *("layanan", "manifest.webmanifest", "media", "pesan", "robots.txt", "ruang-komunitas"),
        "sitemap.xml",
        "static",
    }
)
# These are kept for the regency's information pages.
INFORMATION_SLUGS = frozenset({"aksesibilitas", "kontak", "privasi", "tentang"})
RESERVED_SLUGS = ROUTED_SLUGS | INFORMATION_SLUGS
