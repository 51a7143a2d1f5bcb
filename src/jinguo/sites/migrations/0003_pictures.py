"""Pictures of sites for their public pages."""

import django.db.models.deletion
import jinguo.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sites', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='SitePicture',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('shows', models.CharField(help_text='What is on it, in words, without names.', max_length=60)),
                ('consent', models.CharField(choices=[('nobody', 'Nobody on it can be recognised'), ('agreed', 'Everybody on it has agreed, for a child the guardian')], max_length=7)),
                ('width', models.PositiveSmallIntegerField(help_text='Pixels.')),
                ('height', models.PositiveSmallIntegerField(help_text='Pixels.')),
                ('digest', models.CharField(help_text='Keyed digest of the file as it came, hexadecimal.', max_length=64)),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('gone_because', models.CharField(blank=True, choices=[('withdrawn', 'Somebody on it no longer agrees'), ('outdated', 'The place no longer looks like this'), ('mistake', 'It should not be shown')], max_length=9)),
                ('gone_at', models.DateTimeField(null=True)),
                ('gone_by', models.CharField(blank=True, max_length=80)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='sites.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'at'], name='site_picture_by_site')],
                'constraints': [models.CheckConstraint(condition=models.Q(('consent__in', ['nobody', 'agreed'])), name='site_picture_is_there_by_consent'), models.CheckConstraint(condition=models.Q(models.Q(('gone_at__isnull', True), ('gone_because', ''), ('gone_by', '')), models.Q(('gone_at__isnull', False), models.Q(('gone_because', ''), _negated=True)), _connector='OR'), name='site_picture_is_gone_for_a_reason')],
            },
        ),
    ]
