"""What all environments share. Strict by default: no debug, no built-in secret key, no allowed host."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from config.env import BASE_DIR, data_dir, env

DEBUG = False
DATA_DIR = data_dir()
# Without these two nothing answers: Django refuses an empty key, and no host name is allowed.
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env("ALLOWED_HOSTS")
PUBLIC_BASE_URL = env("PUBLIC_BASE_URL").rstrip("/")

# --- Applications -----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # Ours come first: their templates, catalogues and commands take precedence over Wagtail's.
    "core",
    "people",
    "village_pages",
    "audit",
    "offices",
    "notifications",
    "teams",
    "editorial",
    "news",
    "services",
    "inclusion",
    "safety",
    "comments",
    "private_messages",
    "opensid_import",
    "example_content",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    # Looked up before anything else runs: a stored page already carries every header set below.
    "core.caching.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.headers.SecurityHeadersMiddleware",
    "config.proxies.ClientAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.second_factor.SecondFactorMiddleware",
    "people.sessions.LastSeenMiddleware",
    "people.limits.KnownDeviceMiddleware",
    "village_pages.walls.VillageWallMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "editorial.refusals.RefusalMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------------------

if env("DATABASE_URL"):
    DATABASES = {"default": env.db_url("DATABASE_URL")}
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "db.sqlite3")}}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A write transaction asks for the lock at its start; with the default it would fail in its middle.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            "PRAGMA synchronous=NORMAL;"
            "PRAGMA foreign_keys=ON;"
            "PRAGMA busy_timeout=20000;"
            "PRAGMA mmap_size=134217728;"
            "PRAGMA journal_size_limit=27103364;"
        ),
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    # With `?pool=true` in the address psycopg's pool keeps the connections, and Django must not.
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if _options.get("pool") else 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = not _options.get("pool")

if env("CACHE_URL"):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env("CACHE_URL"),
            "KEY_PREFIX": "desa",
        }
    }
else:
    # Files, not local memory: all worker processes must see the same counters, versions and pages.
    CACHES = {
        "default": {
            "BACKEND": "core.shared_files.SharedFileCache",
            "LOCATION": str(DATA_DIR / "cache"),
            "OPTIONS": {"MAX_ENTRIES": 5_000},
        }
    }

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # PostgreSQL stems Indonesian ("indonesian" ships with it since version 12). SQLite has no stemmer for it.
    WAGTAILSEARCH_BACKENDS["default"]["SEARCH_CONFIG"] = "indonesian"

# --- Private messages ------------------------------------------------------------------------------------

# Outside the database, so that who has a copy of it reads nothing: the first one locks, all of them open.
MESSAGE_KEYS = list(env("MESSAGE_KEY"))

# --- Files ------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # What is sent out by a view alone, which asks who may see it.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private"},
    },
}
MEDIA_URL = "/berkas/gambar/"
MEDIA_ROOT = DATA_DIR / "media"
# Prefix of the proxy's internal location that hands files over (X-Accel-Redirect); empty: we send them.
MEDIA_ACCEL_PREFIX = env("MEDIA_ACCEL_PREFIX")
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page editor sends several fields for each block

# --- Language and time ------------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True

# --- People and signing in --------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/admin/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "people.adapters.StaffAccountAdapter"
ACCOUNT_FORMS = {
    "login": "people.forms.StaffLoginForm",
    "change_password": "people.forms.StaffChangePasswordForm",
    "reauthenticate": "people.forms.StaffReauthenticateForm",
    "reset_password": "people.forms.StaffResetPasswordForm",
    "reset_password_from_key": "people.forms.StaffResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# allauth's own writes the address into its table of addresses. Only `User.email` counts here.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    # Passwords are counted by `people.limits`: strictly per account, loosely per address.
    "login": None,
    # What is left to allauth under this name: codes and passkeys at the second step, per account.
    "login_failed": "5/15m/key",
    "reauthenticate": "20/10m/user",
    "change_password": "10/10m/user",
    "reset_password": "60/h/ip,5/h/key",
    "reset_password_from_key": "60/h/ip",
}
# Who must have more than a password. A path, because rights stand above people.
SECOND_FACTOR_REQUIRED_FOR = "village_pages.rights.needs_second_factor"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no address is verified here, and the second factor depends on none
MFA_ADAPTER = "people.adapters.StaffSecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Desa Cerdas Tanjung Jabung Timur"
MFA_TOTP_TOLERANCE = 1  # thirty seconds either way: telephones' clocks are off, and people type slowly
MFA_FORMS = {
    "authenticate": "people.forms.StaffCodeForm",
    "reauthenticate": "people.forms.StaffReauthenticationCodeForm",
    "activate_totp": "people.forms.StaffActivateTOTPForm",
    "add_webauthn": "people.forms.StaffAddPasskeyForm",
    "edit_webauthn": "people.forms.StaffEditPasskeyForm",
}

# Only `make run` and `make dev` may write accounts whose passwords stand in a file.
EXAMPLE_ACCOUNTS_ALLOWED = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Lax"
# Gone with the browser's window: a phone that is shared does not tell for a year that a form was opened.
CSRF_COOKIE_AGE = None
CSRF_TRUSTED_ORIGINS = list(env("CSRF_TRUSTED_ORIGINS"))
if PUBLIC_BASE_URL:
    CSRF_TRUSTED_ORIGINS.append("{0.scheme}://{0.netloc}".format(urlsplit(PUBLIC_BASE_URL)))
TRUSTED_PROXIES = list(env("TRUSTED_PROXIES"))

# --- Headers ----------------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # `config.headers` lets the editor show previews in a frame
# For public pages; `config.headers` adds the hash of the inlined stylesheet and relaxes it under /admin/.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "img-src": [SELF, "data:"],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

# --- Mail and logs ----------------------------------------------------------------------------------------

if env("EMAIL_URL"):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "tokens": {"()": "teams.log_filter.HideTokens"},
        "private": {"()": "private_messages.log_filter.HidePrivate"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["private", "tokens"],
        },
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # To the root handler above; without this Django would mail administrators we do not have.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # One line for each page saved and each task run: who did what stands in Wagtail's own log.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}

# --- Wagtail ----------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Desa Cerdas Tanjung Jabung Timur"
WAGTAILADMIN_BASE_URL = PUBLIC_BASE_URL or "http://localhost:8000"
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_AUTOSAVE_INTERVAL = 5000  # milliseconds
WAGTAILADMIN_COMMENTS_ENABLED = False  # margin notes; the reason for sending back goes through the review
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # passwords are changed at /akun/
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # a mail address opens the account: changed at /akun/ too
WAGTAILIMAGES_IMAGE_MODEL = "core.CustomImage"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif", "heic", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "village_pages.upload_forms.VillagePictureForm"
WAGTAILDOCS_DOCUMENT_MODEL = "core.CustomDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "village_pages.upload_forms.VillageDocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
TAGGIT_CASE_INSENSITIVE = True
