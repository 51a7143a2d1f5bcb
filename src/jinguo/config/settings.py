"""Django's settings, derived from :mod:`jinguo.config.environment`; nothing else reads the environment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jinguo.config.environment import PACKAGE, environment
from jinguo.config.secret import django_secret

DEBUG = environment.debug
SECRET_KEY = django_secret(environment.var)
ALLOWED_HOSTS = [host.strip() for host in environment.hosts.split(",") if host.strip()]
ROOT_URLCONF = "jinguo.config.urls"
WSGI_APPLICATION = "jinguo.config.wsgi.application"

WECHAT_SIGN_IN = "https://open.weixin.qq.com"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.weixin",
    "allauth.usersessions",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "procrastinate.contrib.django",
    "template_partials.apps.SimpleAppConfig",
    "jinguo.config",
    "jinguo.core",
    "jinguo.org",
    "jinguo.audit",
    "jinguo.facts",
    "jinguo.people",
    "jinguo.ledger",
    "jinguo.sites",
    "jinguo.notices",
    "jinguo.members",
    "jinguo.assess",
    "jinguo.activities",
    "jinguo.programmes",
    "jinguo.exchange",
    "jinguo.reports",
    "jinguo.desk",
    "jinguo.portal",
    "jinguo.api",
]

MIDDLEWARE = [
    "jinguo.desk.proxies.ProxyMiddleware",
    "jinguo.portal.kept.KeptMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jinguo.api.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "jinguo.portal.crowds.CrowdMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "jinguo.desk.middleware.DeskMiddleware",
    "jinguo.portal.middleware.PortalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the applications' own: the pages of the account library are ours.
        "DIRS": [PACKAGE / "desk" / "templates"],
        "OPTIONS": {
            # cotton and template-partials each overwrite the other's loaders, so the list is ours.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "libraries": {"lucide": "jinguo.core.icons"},
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "jinguo.desk.context.desk",
                "jinguo.portal.frame.portal",
            ],
        },
    }
]

DATABASES = {"default": environment.django_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    # Pages alike for everyone, for some seconds, in each process.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

AUTH_USER_MODEL = "org.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "jinguo.org.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "jinguo.org.passwords.NotDigitsAlone"},
    {"NAME": "jinguo.org.passwords.Uncommon"},
    {"NAME": "jinguo.org.passwords.UnlikeTheName"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "jinguo.desk.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/30m/key",
    "verify_plaque": "60/m/ip",
    "blocked": "30/m/ip",
    "send_code": "60/h/ip,3/10m/key,10/d/key",
    "try_code": "120/30m/ip,10/30m/key",
    "change_phone": "6/30m/user,12/d/user",
    "unknown_token": "60/m/ip",
    "book": "30/m/user",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = environment.proof_minutes * 60
SOCIALACCOUNT_ADAPTER = "jinguo.portal.accounts.wechat.WechatAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "weixin": {
        "APPS": [
            {
                "client_id": environment.official_account["app_id"],
                "secret": environment.official_account["secret"],
            }
        ],
        "AUTHORIZE_URL": f"{WECHAT_SIGN_IN}/connect/oauth2/authorize",
        "SCOPE": ["snsapi_userinfo"],
    }
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "jinguo.desk.accounts.adapters.SecondStepAdapter"
MFA_TOTP_ISSUER = "Jinguo"
MFA_TOTP_TOLERANCE = 1  # one step of 30 s either way, for phones whose clock is off
USERSESSIONS_TRACK_ACTIVITY = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "jinguo.portal.errors.too_old"
SECURE_CONTENT_TYPE_NOSNIFF = True
# "no-referrer" makes browsers send `Origin: null` with forms, which the CSRF check must refuse.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if environment.https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        # A form leads on to WeChat, which sends her back.
        "form-action": ["'self'", *([WECHAT_SIGN_IN] if environment.wechat_sign_in else [])],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "report-uri": "/blocked/",
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 365 * 86_400
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = environment.https
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = environment.time_zone

STATIC_URL = "static/"
STATIC_ROOT = environment.var / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
MEDIA_ROOT = environment.var / "files"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

EMAIL_HOST, EMAIL_PORT = environment.email_host, environment.email_port
EMAIL_HOST_USER = environment.email_user
EMAIL_HOST_PASSWORD = environment.email_password.get_secret_value()
EMAIL_USE_SSL = environment.email_security == "tls"
EMAIL_USE_TLS = environment.email_security == "starttls"
EMAIL_TIMEOUT = 10  # seconds

# A worker that was off at night does what fell due meanwhile when it starts: the queue keeps which times of
# a task were asked for, so each is done once. What is done every day is at most a day late.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 60 * 60}
PROCRASTINATE_ON_APP_READY = "jinguo.config.wiring.register_tasks"

JINGUO_VAR = environment.var
JINGUO_KEY_FILE = environment.key_file
JINGUO_CIPHER = environment.cipher
JINGUO_SECOND_FACTOR = environment.second_factor
JINGUO_UNMASK_LIMIT = environment.unmask_limit
JINGUO_CONSENT_PAUSE_DAYS = environment.consent_pause_days
JINGUO_PROXIES = environment.proxy_networks
JINGUO_SUSPEND_DAYS = environment.suspend_days
JINGUO_PROOF_MINUTES = environment.proof_minutes
JINGUO_PACKS = environment.packs
JINGUO_PUBLIC_ADDRESS = environment.public_address
JINGUO_API_CALLS = environment.api_calls
JINGUO_SCANNER = environment.scanner
JINGUO_MESSAGES = environment.messages
JINGUO_ALIYUN = environment.aliyun
JINGUO_WECHAT = environment.official_account
JINGUO_MAIL = environment.mail
JINGUO_WITNESSES = environment.witness_addresses
JINGUO_TIANDITU_KEY = environment.tianditu_key
JINGUO_QUIET_FROM = environment.quiet_from
JINGUO_QUIET_UNTIL = environment.quiet_until
JINGUO_WECHAT_SIGN_IN = environment.wechat_sign_in
JINGUO_QUICK_EXIT = environment.quick_exit

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
