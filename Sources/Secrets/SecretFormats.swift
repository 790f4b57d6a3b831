extension SecretFormat {
  /// Every format that is known.
  static let all: [SecretFormat] =
    codeHosts + clouds + messages + payments + models + packages + services

  private static let codeHosts: [SecretFormat] =
    [
      ("personal access", "ghp_"), ("OAuth", "gho_"), ("user", "ghu_"), ("server", "ghs_"),
      ("refresh", "ghr_"),
    ].map {
      SecretFormat("a GitHub \($0.0) token", $0.1, [.run(.alnum, 36...36)], check: .crc32)
    } + [
      SecretFormat(
        "a GitHub fine-grained token", "github_pat_",
        [.run(.alnum, 22...22), .text("_"), .run(.alnum, 59...59)])
    ]
    + [
      ("glpat-", 20...20), ("gldt-", 20...20), ("glrt-", 20...20), ("glft-", 20...20),
      ("glsoat-", 20...20), ("glptt-", 40...40), ("glimt-", 25...25), ("gloas-", 64...64),
      ("glcbt-", 20...40), ("GR1348941", 20...20),
    ].map { SecretFormat("a GitLab token", $0.0, [.run(.base64URL, $0.1)]) } + [
      SecretFormat(
        "a GitLab token", "glpat-",
        [
          .run(.base64URL, 27...300), .text("."), .run(.alnum, 2...2), .text("."),
          .run(.alnum, 9...9),
        ]),
      SecretFormat("a GitLab agent token", "glagent-", [.run(.base64URL, 50...1024)]),
      SecretFormat(
        "an Atlassian token", "ATATT3", [.run([.base64URL, .dot], 60...300)]),
      SecretFormat("a Bitbucket token", "ATBB", [.run(.alnum, 32...32)]),
      SecretFormat("a Sourcegraph token", "sgp_", [.run([.base64URL], 40...60)]),
    ]

  private static let clouds: [SecretFormat] =
    ["AKIA", "ASIA", "ABIA", "ACCA"].map {
      SecretFormat("an AWS access key", $0, [.run([.upper, .digit], 16...16)])
    } + [
      SecretFormat("an Amazon Bedrock key", "ABSK", [.run([.base64, .dot], 109...269)]),
      SecretFormat("a Google API key", "AIza", [.run(.base64URL, 35...35)]),
      SecretFormat("a Google OAuth client secret", "GOCSPX-", [.run(.base64URL, 28...28)]),
      SecretFormat("a Google OAuth token", "ya29.", [.run(.base64URL, 60...1024)]),
      SecretFormat("an Alibaba Cloud key", "LTAI", [.run(.alnum, 20...20)]),
      SecretFormat("a DigitalOcean token", "dop_v1_", [.run(.hex, 64...64)]),
      SecretFormat("a DigitalOcean token", "doo_v1_", [.run(.hex, 64...64)]),
      SecretFormat("a DigitalOcean token", "dor_v1_", [.run(.hex, 64...64)]),
      SecretFormat("a Heroku key", "HRKU-", [.run(.base64URL, 36...70)]),
      SecretFormat("a Scaleway key", "SCW", [.run([.upper, .digit], 17...17)]),
      SecretFormat("a Yandex Cloud key", "AQVN", [.run(.base64URL, 35...38)]),
      SecretFormat("a Databricks token", "dapi", [.run(.hex, 32...32)]),
      SecretFormat(
        "a Terraform Cloud token", ".atlasv1.", [.run(.base64URL, 60...70)]),
      SecretFormat("a Vault token", "hvs.", [.run(.base64URL, 24...300)]),
      SecretFormat("a Vault batch token", "hvb.", [.run(.base64URL, 80...300)]),
      SecretFormat("a Doppler token", "dp.pt.", [.run(.alnum, 40...44)]),
      SecretFormat("a Pulumi token", "pul-", [.run(.hex, 40...40)]),
      SecretFormat("a PlanetScale token", "pscale_tkn_", [.run([.base64URL, .dot], 32...64)]),
      SecretFormat("a PlanetScale password", "pscale_pw_", [.run([.base64URL, .dot], 32...64)]),
      SecretFormat("a Supabase token", "sbp_", [.run(.hex, 40...40)]),
      SecretFormat("a Tailscale key", "tskey-", [.run(.base64URL, 24...80)]),
      SecretFormat("a Fly.io token", "fo1_", [.run(.base64URL, 43...43)]),
      SecretFormat(
        "a Dynatrace token", "dt0c01.",
        [
          .run(.alnum, 24...24), .text("."), .run(.alnum, 64...64),
        ]),
    ]

  private static let messages: [SecretFormat] =
    ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-", "xoxc-"].map {
      SecretFormat(
        "a Slack token", $0, [.run(.digit, 8...14), .text("-"), .run([.alnum, .dash], 12...200)])
    } + [
      SecretFormat(
        "a Slack app token", "xapp-",
        [
          .run(.digit, 1...1), .text("-"), .run([.upper, .digit], 8...14), .text("-"),
          .run([.alnum, .dash], 20...200),
        ]),
      SecretFormat("a Slack configuration token", "xoxe.xox", [.run([.alnum, .dash], 40...300)]),
      SecretFormat("a Slack refresh token", "xoxe-", [.run([.alnum, .dash], 40...300)]),
      SecretFormat(
        "a Slack webhook", "hooks.slack.com/services/",
        [
          .run([.upper, .digit], 8...12), .text("/"), .run([.upper, .digit], 8...12), .text("/"),
          .run(.alnum, 20...26),
        ]),
      SecretFormat(
        "a Slack workflow webhook", "hooks.slack.com/workflows/",
        [
          .run([.upper, .digit], 8...12), .text("/"), .run([.upper, .digit], 8...12), .text("/"),
          .run(.digit, 16...20), .text("/"), .run(.alnum, 20...26),
        ]),
      SecretFormat(
        "a Discord webhook", "discord.com/api/webhooks/",
        [
          .run(.digit, 17...20), .text("/"), .run(.base64URL, 60...72),
        ]),
      SecretFormat(
        "a SendGrid key", "SG.",
        [
          .run(.base64URL, 16...24), .text("."), .run(.base64URL, 38...50),
        ]),
      SecretFormat(
        "a Brevo key", "xkeysib-",
        [
          .run(.hex, 64...64), .text("-"), .run(.alnum, 16...16),
        ]),
      SecretFormat("a Twilio key", "SK", [.run(.hex, 32...32)]),
      SecretFormat("a Mailgun key", "key-", [.run([.hex], 32...32)]),
    ]

  private static let payments: [SecretFormat] =
    [("sk", "live"), ("rk", "live"), ("sk", "prod"), ("rk", "prod")].map {
      SecretFormat("a Stripe key", "\($0.0)_\($0.1)_", [.run(.alnum, 10...250)])
    }
    + [("sk", "test"), ("rk", "test")].map {
      SecretFormat(
        "a Stripe key of the test mode", "\($0.0)_\($0.1)_", [.run(.alnum, 10...250)],
        isForTests: true)
    } + [
      SecretFormat("a Stripe webhook secret", "whsec_", [.run([.alnum, .slash, .dot], 32...100)]),
      SecretFormat("a Square token", "sq0atp-", [.run(.base64URL, 22...22)]),
      SecretFormat("a Square secret", "sq0csp-", [.run(.base64URL, 43...43)]),
      SecretFormat("a Square token", "EAAA", [.run([.base64URL, .slash], 60...60)]),
      SecretFormat(
        "a Braintree token", "access_token$production$",
        [
          .run(.alnum, 16...16), .text("$"), .run(.hex, 32...32),
        ]),
      SecretFormat("a Shippo token", "shippo_live_", [.run(.hex, 40...40)]),
      SecretFormat("an EasyPost key", "EZAK", [.run(.alnum, 54...54)]),
      SecretFormat("a Flutterwave key", "FLWSECK-", [.run(.alnum, 12...48)]),
      SecretFormat("a Plaid token", "access-production-", [.run([.hex, .dash], 36...36)]),
    ]
    + ["shpat_", "shpca_", "shppa_", "shpss_"].map {
      SecretFormat("a Shopify token", $0, [.run(.anyHex, 32...32)])
    }

  private static let models: [SecretFormat] = [
    SecretFormat("an Anthropic key", "sk-ant-", [.run(.base64URL, 80...120)]),
    SecretFormat("an OpenAI key", "sk-proj-", [.run(.base64URL, 40...200)]),
    SecretFormat("an OpenAI key", "sk-svcacct-", [.run(.base64URL, 40...200)]),
    SecretFormat("an OpenAI key", "sk-admin-", [.run(.base64URL, 40...200)]),
    SecretFormat(
      "an OpenAI key", "sk-",
      [
        .run(.alnum, 20...20), .text("T3BlbkFJ"), .run(.alnum, 20...20),
      ]),
    SecretFormat("an OpenRouter key", "sk-or-v1-", [.run(.hex, 64...64)]),
    SecretFormat("a DeepSeek key", "sk-", [.run(.hex, 32...32)]),
    SecretFormat("a Hugging Face token", "hf_", [.run(.alnum, 34...40)]),
    SecretFormat("a Groq key", "gsk_", [.run(.alnum, 52...52)]),
    SecretFormat("an xAI key", "xai-", [.run(.base64URL, 80...80)]),
    SecretFormat("a Perplexity key", "pplx-", [.run(.alnum, 48...48)]),
    SecretFormat("a Replicate token", "r8_", [.run(.base64URL, 37...37)]),
    SecretFormat("a Langfuse key", "sk-lf-", [.run([.hex, .dash], 36...36)]),
  ]

  private static let packages: [SecretFormat] = [
    SecretFormat("an npm token", "npm_", [.run(.alnum, 36...36)], check: .crc32),
    SecretFormat("a PyPI token", "pypi-AgE", [.run(.base64URL, 50...1024)]),
    SecretFormat("a RubyGems key", "rubygems_", [.run(.hex, 48...48)]),
    SecretFormat("a NuGet key", "oy2", [.run([.digit, .lower], 43...43)]),
    SecretFormat("a Clojars token", "CLOJARS_", [.run([.digit, .lower], 60...60)]),
    SecretFormat("a Docker Hub token", "dckr_pat_", [.run(.base64URL, 27...32)]),
    SecretFormat("an Artifactory key", "AKCp", [.run(.alnum, 68...72)]),
    SecretFormat("a crates.io token", "cio", [.run(.alnum, 32...32)]),
    SecretFormat("a JFrog reference token", "cmVmd", [.run(.alnum, 59...59)]),
  ]

  private static let services: [SecretFormat] =
    [
      SecretFormat("an age key", "AGE-SECRET-KEY-1", [.run([.upper, .digit], 58...58)]),
      SecretFormat(
        "an Airtable token", "pat",
        [
          .run(.alnum, 14...14), .text("."), .run(.hex, 64...64),
        ]),
      SecretFormat("a Contentful token", "CFPAT-", [.run(.base64URL, 43...43)]),
      SecretFormat("a Figma token", "figd_", [.run(.base64URL, 38...50)]),
      SecretFormat(
        "a Grafana token", "glsa_",
        [
          .run(.alnum, 32...32), .text("_"), .run(.anyHex, 8...8),
        ]),
      SecretFormat("a Grafana Cloud token", "glc_eyJ", [.run([.base64, .dot], 40...400)]),
      SecretFormat("a Linear key", "lin_api_", [.run(.alnum, 40...40)]),
      SecretFormat("a New Relic key", "NRAK-", [.run([.upper, .digit], 27...27)]),
      SecretFormat("a New Relic key", "NRII-", [.run(.base64URL, 32...32)]),
      SecretFormat("a Notion token", "ntn_", [.run(.alnum, 43...50)]),
      SecretFormat("a Notion token", "secret_", [.run(.alnum, 43...43)]),
      SecretFormat(
        "a Postman key", "PMAK-",
        [
          .run(.hex, 24...24), .text("-"), .run(.hex, 34...34),
        ]),
      SecretFormat("a Prefect key", "pnu_", [.run(.alnum, 36...36)]),
      SecretFormat("a Sentry token", "sntrys_eyJ", [.run([.base64, .dash, .dot], 60...400)]),
      SecretFormat("a Sentry token", "sntryu_", [.run(.hex, 64...64)]),
      SecretFormat("a Typeform token", "tfp_", [.run([.base64URL, .dot], 44...70)]),
      SecretFormat("a Duffel token", "duffel_live_", [.run(.base64URL, 43...43)]),
      SecretFormat("a Frame.io token", "fio-u-", [.run(.base64URL, 64...64)]),
      SecretFormat("a ReadMe key", "rdme_", [.run([.lower, .digit], 70...70)]),
      SecretFormat("a Buildkite token", "bkua_", [.run(.hex, 40...40)]),
      SecretFormat("a 1Password token", "ops_eyJ", [.run([.base64, .dot], 200...1000)]),
      SecretFormat("a CircleCI token", "CCIPAT_", [.run(.base64URL, 40...80)]),
      SecretFormat("a Facebook token", "EAA", [.run(.alnum, 90...300)]),
      SecretFormat("a Fly.io token", "fm1_", [.run([.base64, .dash, .dot], 100...1000)]),
      SecretFormat("a Fly.io token", "fm1r_", [.run([.base64, .dash, .dot], 100...1000)]),
      SecretFormat("a Fly.io token", "fm2_", [.run([.base64, .dash, .dot], 100...1000)]),
      SecretFormat("a LaunchDarkly key", "sdk-", [.run([.hex, .dash], 36...36)]),
      SecretFormat("a LaunchDarkly token", "api-", [.run([.hex, .dash], 36...36)]),
      SecretFormat("an OpenShift token", "sha256~", [.run(.base64URL, 43...43)]),
      SecretFormat(
        "a 1Password secret key", "A3-",
        [
          .run([.upper, .digit], 6...6), .text("-"), .run([.upper, .digit, .dash], 27...28),
        ]),
      SecretFormat("an Adafruit key", "aio_", [.run(.alnum, 28...28)]),
    ]
}
